// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

namespace app
{

/// Where a GPU is, as its sign shows it.
enum class DeviceState : quint8 {
    Host, ///< a host driver has it, or the driver is not known
    Assigned, ///< a VFIO driver has it
    Suspended,
    Unbound, ///< no driver has it
};

/// A suspended function is Suspended whichever driver has it.
DeviceState deviceState(const core::Function &function);

/// "On the host", "Assigned to VMs", "Suspended", "No driver"
QString deviceStateText(DeviceState state);
/// Both of a suspended function: "Assigned to VMs, suspended"
QString deviceStateText(const core::Function &function);

}
