// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "maplayout.h"

#include "core/pci/topology.h"

#include <QSet>

namespace app
{

/// Gives every function a row and an x. Heights come later, when all rows are known.
///
/// A bridge stands in the row of its first child, so that a chain without branches is a straight track. Children that
/// share a group are neighbors; those that lead to a GPU come first. Minor functions share rows at the end.
class TreePlacer
{
public:
    TreePlacer(const core::Snapshot &snapshot, MapLayout &layout);

    /// The number of rows used.
    int place();

private:
    struct Unit;

    NodeKind kindOf(const core::Function &function) const;
    bool isSmallLeaf(const core::TopologyNode &node) const;
    std::vector<Unit> unitsOf(const std::vector<core::TopologyNode> &children) const;
    static void sortUnits(std::vector<Unit> &units, qint64 parentCluster);
    void placeChildren(const std::vector<core::TopologyNode> &children, int parent);
    void placeNode(const core::TopologyNode &node, int parent);
    void placeShelf(const std::vector<const core::TopologyNode *> &functions, int parent);
    int addNode(NodeKind kind, const core::Function *function, int parent, qreal x);
    void addLink(int from, int to);

    const core::Snapshot &m_snapshot;
    MapLayout &m_layout;
    QSet<const core::Function *> m_leadsToGpu; ///< GPUs, and the bridges above them
    QSet<core::PciAddress> m_gpuSlots; ///< by their function 0
    int m_rows = 0;
};

}
