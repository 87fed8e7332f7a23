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
    std::vector<TopologyNode> children; ///< what sits behind this bridge, in address order
};

/// A root bus: what one host bridge (or a VMD controller) opens. A function whose bridge the snapshot lacks is
/// shown here too, under its own bus, so that nothing is ever left out.
struct RootBus {
    quint32 domain = 0;
    quint8 bus = 0;
    std::vector<TopologyNode> children;
};

/// The machine as the map, the tree view and the grouping rules see it, in address order. Cheap to copy pointers,
/// not owning: must not outlive the Snapshot.
std::vector<RootBus> topology(const Snapshot &snapshot);

/// The bridge above, or null on a root bus. Null too where `parent` cannot be true: not in the snapshot, in another
/// domain, or not on a lower bus. The kernel numbers buses from the top down (drivers/pci/probe.c,
/// pci_scan_bridge_extend), so walking up always ends, whatever a snapshot file says.
const Function *bridgeAbove(const Snapshot &snapshot, const Function &function);

/// The bridge above `functions`, where nothing else is right below it; else null.
const Function *portOfItsOwn(const Snapshot &snapshot, const QList<const Function *> &functions);

}
