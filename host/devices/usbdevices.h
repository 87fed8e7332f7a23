// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// Fills in the USB buses of each controller: the devices on them, and the keyboards and mice among those.
void readUsbBuses(const Directory &root, const FunctionIndex &functions);

}
