// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

namespace core
{

/// Whether it is noted that the host allowed D3cold when it had the function. Only then may the verb power allow it again:
/// what it finds forbidden, it has forbidden itself.
bool isD3coldNoted(const Function &function);

/// d3cold_allowed is 0, and not because of Turnout, as far as is noted. The kernel starts with 1 for every function, ports
/// included, that has the PM capability (drivers/pci/pci.c, pci_pm_init), as PCI Express demands, so an administrator wrote
/// that 0, mostly because the machine does not come back from D3cold. The verb power needs no password, so it leaves it. So
/// does assign, which asks for one, but for something else: nobody who types it thinks of a port. (Ports of QEMU have no PM
/// capability and start with 0; they are left as well.)
bool isD3coldForbidden(const Function &function);

/// Our driver has one of these functions of a slot. It keeps D3cold off for that one by itself, and a port cuts the power
/// of all that is behind it or of none (drivers/pci/pci.c, pci_bridge_d3_update), so nothing else is to be forbidden.
bool keepsPowerByItself(const QList<const Function *> &slot);

}
