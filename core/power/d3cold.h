// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

namespace core
{

/// Whether the host is recorded to have allowed D3cold. Only then may the verb power allow it again, because only then
/// did Turnout forbid it.
bool isD3coldRecorded(const Function &function);

/// d3cold_allowed is 0, and by the records not because of Turnout. The kernel starts with 1 for every function, ports
/// included, that has the PM capability (drivers/pci/pci.c, pci_pm_init), so an administrator wrote that 0, mostly
/// because the machine does not wake from D3cold. Neither power, which needs no password, nor assign, whose password is
/// for something else, overrides that. (Ports of QEMU have no PM capability and start with 0; they are left, too.)
bool isD3coldForbidden(const Function &function);

/// turnout_vfio_pci is bound to one of these functions of a slot and keeps D3cold off for it. A port powers off only
/// as a whole (drivers/pci/pci.c, pci_bridge_d3_update), so nothing else needs to be forbidden.
bool keepsPowerByItself(const QList<const Function *> &slot);

}
