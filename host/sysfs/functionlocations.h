// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "directory.h"

#include "core/pci/pciaddress.h"

#include <optional>
#include <vector>

namespace host
{

/// Where a function is, from its link in /sys/bus/pci/devices alone.
struct FunctionLocation {
    core::PciAddress address;
    std::optional<core::PciAddress> parent; ///< the bridge above; none on a root bus
    /// The nearest function above in the device tree, the parent or the owner of this root bus (an Intel VMD
    /// controller): it must be active for this one to respond.
    std::optional<core::PciAddress> above;
    int depth = 0; ///< more than that of `above`
    bool blocked = false; ///< the kernel is stuck on it
};

/// Functions on which the kernel is stuck, as in a driver's remove() that does not return: the helper lists them in
/// run/turnout/blocked while that lasts. `root` is the machine's root.
std::vector<core::PciAddress> blockedFunctions(const Directory &root);

/// All functions, in address order. `devices` is /sys/bus/pci/devices.
std::vector<FunctionLocation> locations(const Directory &devices, const std::vector<core::PciAddress> &blocked);

/// Indexes into `locations`, every function after the one above it.
std::vector<size_t> parentsFirst(const std::vector<FunctionLocation> &locations);

}
