// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

namespace host
{

/// Whether the IOMMU remaps interrupts: the kernel then puts "IR-" before the names of the chips. Absent where no I/O APIC
/// or MSI is in use, as on other architectures than x86.
core::Reading<bool> interruptRemapping(const Directory &root);

}
