// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <span>
#include <string>

namespace helper
{

/// Every file below /sys that the helper can write. SysfsWriter builds paths only from one of these and a PciAddress.
enum class Writable : quint8 {
    D3coldAllowed,
    DriverOverride,
    DriversProbe,
    IdleState,
    PowerControl,
    Reset,
    ResetMethod,
    Unbind,
    VgaAccess,
};

struct WritableRow {
    Writable writable;
    const char *directory; ///< below the function's; nullptr: the bus's
    const char *name;
    bool mayBlock; ///< the write runs driver or device code, which can wait forever
    const char *source; ///< in Linux
};

/// One row per Writable, in the order of the enum.
std::span<const WritableRow> writables();

const WritableRow &row(Writable writable);

/// The file's directory, relative to the root: "sys/bus/pci/devices/0000:01:00.0/driver".
std::string directoryOf(Writable writable, const core::PciAddress &address);

}
