// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// Searches /proc/PID/fd for processes that have a device node open of a function that shares a slot with a display
/// controller: DRM, framebuffer, sound, VFIO and NVIDIA nodes. A node that is only mapped, its descriptor closed, is
/// not seen. Call it after the other readers: the nodes' names come from the functions.
void readHolders(const Directory &root, const FunctionIndex &functions);

}
