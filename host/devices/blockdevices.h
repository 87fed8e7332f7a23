// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// Fills in the disks of each function with what is mounted from them or swapped to, through partitions and what
/// is stacked above (device mapper, md, NVMe multipath). File systems that hide their disks (ZFS) are not seen.
void readBlockDevices(const Directory &root, const FunctionIndex &functions);

}
