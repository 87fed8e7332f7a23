// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "writable.h"

#include <array>

namespace helper
{

namespace
{
using enum Writable;

// From Linux 6.12; turnout/ belongs to our driver (kmod/ABI). driver_override, reset and reset_method also take the device
// lock, which only a blocked bind or unbind of the same function keeps; see BlockedFunctions.
constexpr std::array table{
    WritableRow{D3coldAllowed, "", "d3cold_allowed", true, "drivers/pci/pci-sysfs.c d3cold_allowed_store: wakes the device"},
    WritableRow{DriverOverride, "", "driver_override", false, "drivers/base/driver.c driver_set_override"},
    WritableRow{DriversProbe, nullptr, "drivers_probe", true, "drivers/base/bus.c drivers_probe_store: the driver's probe()"},
    WritableRow{IdleState, "turnout", "idle_state", true, "kmod/sysfs.c: wakes the device"},
    WritableRow{PowerControl, "power", "control", true, "drivers/base/power/sysfs.c control_store: \"on\" wakes the device"},
    WritableRow{Reset, "", "reset", true, "drivers/pci/pci-sysfs.c reset_store: pci_reset_function()"},
    WritableRow{ResetMethod, "", "reset_method", false, "drivers/pci/pci.c reset_method_store"},
    WritableRow{Unbind, "driver", "unbind", true, "drivers/base/bus.c unbind_store: the driver's remove()"},
    WritableRow{VgaAccess, "turnout", "vga_access", true, "kmod/sysfs.c: takes the VGA arbiter's lock"},
};

constexpr bool inEnumOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (size_t(table[i].writable) != i)
            return false;
    }
    return true;
}
static_assert(inEnumOrder() && table.size() == size_t(VgaAccess) + 1, "one row per Writable, in the order of the enum");
}

std::span<const WritableRow> writables()
{
    return table;
}

const WritableRow &row(Writable writable)
{
    return table[size_t(writable)];
}

std::string directoryOf(Writable writable, const core::PciAddress &address)
{
    const char *below = row(writable).directory;
    if (!below)
        return "sys/bus/pci";
    const std::string function = "sys/bus/pci/devices/" + address.toString().toStdString();
    return *below ? function + '/' + below : function;
}

}
