// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// What the helper noted about functions it gave away. A note that makes no sense is none.
void readHostDriverRecords(const Directory &root, const FunctionIndex &functions);

}
