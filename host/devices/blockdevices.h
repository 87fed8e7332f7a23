// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// Fills in the disks of each function with what is mounted from them or swapped to, through partitions and what
/// is stacked above (device mapper, md, NVMe multipath, ZFS).
/// Also the storage pools and which of the system's directories are read-only, of `machine`.
void readBlockDevices(const Directory &root, const FunctionIndex &functions, core::Machine &machine);

}
