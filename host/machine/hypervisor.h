// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// Sets Machine::hypervisor to "xen-dom0" in Xen's control domain, and to "vm" in a virtual machine, also where the CPU
/// does not show it. Call it after the CPU and the board were read.
void readHypervisor(const Directory &root, core::Machine &machine);

}
