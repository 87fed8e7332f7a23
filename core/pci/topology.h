// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <vector>

namespace core
{

/// One function in the tree of buses. `function` points into the Snapshot the tree was made from.
struct TopologyNode {
    const Function *function = nullptr;
    std::vector<TopologyNode> children; ///< the functions behind this bridge, or the virtual functions, in address order
};

/// A root bus, below a host bridge or a VMD controller. A function whose bridge the snapshot lacks appears here, too,
/// under its own bus.
struct RootBus {
    quint32 domain = 0;
    quint8 bus = 0;
    std::vector<TopologyNode> children;
};

/// The tree of buses in address order. Points into the Snapshot, which must outlive it.
std::vector<RootBus> topology(const Snapshot &snapshot);

/// The virtual functions of a physical one, in address order.
std::vector<const Function *> virtualFunctionsOf(const Snapshot &snapshot, const Function &physical);

/// 1 for the first virtual function of its physical one; 0 for any other function.
int virtualFunctionNumber(const Snapshot &snapshot, const Function &function);

/// The bridge above, or null on a root bus and where `parent` is impossible: not in the snapshot, in another domain, or
/// not on a lower bus. The kernel numbers buses from the top down (drivers/pci/probe.c, pci_scan_bridge_extend), so
/// walking up ends for any snapshot file.
const Function *bridgeAbove(const Snapshot &snapshot, const Function &function);

/// The bridge above `functions`, where nothing else is right below it; else null.
const Function *portOfItsOwn(const Snapshot &snapshot, const QList<const Function *> &functions);

}
