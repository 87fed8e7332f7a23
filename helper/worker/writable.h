// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <span>
#include <string>

namespace helper
{

/// Every file the helper can write below /sys. There is no other way to write there than SysfsWriter, which takes one
/// of these and a PciAddress: a path is never built from anything else.
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
    const char *directory; ///< below the function's directory; of the whole bus for DriversProbe
    const char *name;
    bool mayBlock; ///< the write runs a driver's or the device's code, which can wait for ever
    bool readable; ///< what it holds can be read back
    const char *source; ///< where in Linux this can be seen
};

/// The whole table, one row a Writable in the order of the enum.
std::span<const WritableRow> writables();

const WritableRow &row(Writable writable);

/// The directory the file is in, relative to the root: "sys/bus/pci/devices/0000:01:00.0/driver".
std::string directoryOf(Writable writable, const core::PciAddress &address);

}
