// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "treeplacer.h"

#include "core/pci/pciclass.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace app
{

namespace
{
core::PciAddress slotOf(core::PciAddress address)
{
    address.function = 0;
    return address;
}

/// Classes that no user would assign or search for: bridges that forward nothing, memory and system parts, SMBus.
bool isMinorClass(quint32 classCode)
{
    const quint32 base = classCode >> 16;
    const quint32 sub = classCode >> 8;
    return base == 0x06 || base == 0x05 || base == 0x08 || base == 0x10 || base == 0x11 || base == 0x13 || sub == 0x0780 || sub == 0x0c05 || sub == 0x0c80;
}

/// The functions of one group below one bridge form a cluster; -1: in no group.
qint64 clusterOf(const core::Function &function)
{
    return function.group ? qint64(core::number(*function.group)) : -1;
}

QSizeF sizeOf(NodeKind kind, const MapMetrics &metrics)
{
    switch (kind) {
    case NodeKind::RootBus:
    case NodeKind::Port:
    case NodeKind::Minor:
        return {metrics.smallWidth(), metrics.smallHeight()};
    case NodeKind::Sibling:
        return {metrics.cardWidth(), metrics.siblingHeight()};
    case NodeKind::Device:
        return {metrics.deviceWidth(), metrics.deviceHeight()};
    case NodeKind::Gpu:
        return {metrics.cardWidth(), metrics.cardHeight(0)};
    }
    Q_UNREACHABLE_RETURN({});
}
}

/// Placed below one bridge as a whole: one function with its subtree, or a shelf of minor functions.
struct TreePlacer::Unit {
    enum Rank {
        GroupOfParent,
        LeadsToGpu,
        Plain,
        OwnShelf,
        CommonShelf
    };
    Rank rank = Plain;
    core::PciAddress address;
    qint64 cluster = -1; ///< units of one cluster stay together; negative: alone
    std::vector<const core::TopologyNode *> members;

    bool isShelf() const
    {
        return rank >= OwnShelf;
    }
};

TreePlacer::TreePlacer(const core::Snapshot &snapshot, MapLayout &layout)
    : m_snapshot(snapshot)
    , m_layout(layout)
{
    for (const core::Function &function : snapshot.functions) {
        if (!core::isGpu(function) || function.physicalFunction)
            continue;
        m_gpuSlots.insert(slotOf(function.address));
        for (const core::Function *up = &function; up && !m_leadsToGpu.contains(up); up = core::bridgeAbove(snapshot, *up))
            m_leadsToGpu.insert(up);
    }
}

int TreePlacer::place()
{
    m_layout.nodes.reserve(m_snapshot.functions.size() + 8);
    std::vector<core::RootBus> buses = core::topology(m_snapshot);
    const auto leadsToGpu = [this](const core::RootBus &bus) {
        return std::ranges::any_of(bus.children, [this](const core::TopologyNode &node) {
            return m_leadsToGpu.contains(node.function);
        });
    };
    std::stable_partition(buses.begin(), buses.end(), leadsToGpu);
    for (const core::RootBus &bus : buses) {
        const int node = addNode(NodeKind::RootBus, nullptr, -1, 0);
        m_layout.nodes[size_t(node)].title = core::PciAddress{bus.domain, bus.bus, 0, 0}.toString().section(u':', 0, 1);
        placeChildren(bus.children, node);
    }
    return m_rows;
}

NodeKind TreePlacer::kindOf(const core::Function &function) const
{
    if (function.physicalFunction) // there may be hundreds of them
        return NodeKind::Minor;
    if (core::isGpu(function))
        return NodeKind::Gpu;
    if (core::isBridge(function))
        return NodeKind::Port;
    if (m_gpuSlots.contains(slotOf(function.address)))
        return NodeKind::Sibling;
    return isMinorClass(function.classCode) ? NodeKind::Minor : NodeKind::Device;
}

bool TreePlacer::isSmallLeaf(const core::TopologyNode &node) const
{
    const NodeKind kind = kindOf(*node.function);
    return node.children.empty() && (kind == NodeKind::Minor || kind == NodeKind::Port);
}

std::vector<TreePlacer::Unit> TreePlacer::unitsOf(const std::vector<core::TopologyNode> &children) const
{
    QHash<quint32, int> smallLeaves;
    for (const core::TopologyNode &child : children) {
        if (child.function->group && isSmallLeaf(child))
            ++smallLeaves[core::number(*child.function->group)];
    }
    // A group of small leaves of this bridge alone goes on the common shelf; one with other members gets its own shelf
    // beside them.
    const auto isWhole = [&](core::IommuGroupId id) {
        const core::Group *group = m_snapshot.group(id);
        return group && group->members.size() == smallLeaves.value(core::number(id));
    };

    std::vector<Unit> units;
    Unit common{Unit::CommonShelf, {}, -1, {}};
    std::map<quint32, size_t> ownShelves;
    for (const core::TopologyNode &child : children) {
        const core::Function &function = *child.function;
        const qint64 cluster = clusterOf(function);
        if (isSmallLeaf(child) && (!function.group || isWhole(*function.group))) {
            common.members.push_back(&child);
        } else if (isSmallLeaf(child)) {
            const auto [shelf, isNew] = ownShelves.try_emplace(core::number(*function.group), units.size());
            if (isNew)
                units.push_back({Unit::OwnShelf, function.address, cluster, {}});
            units[shelf->second].members.push_back(&child);
        } else {
            units.push_back({m_leadsToGpu.contains(&function) ? Unit::LeadsToGpu : Unit::Plain, function.address, cluster, {&child}});
        }
    }
    if (!common.members.empty()) {
        common.address = common.members.front()->function->address;
        units.push_back(common);
    }
    return units;
}

void TreePlacer::placeChildren(const std::vector<core::TopologyNode> &children, int parent)
{
    const core::Function *bridge = m_layout.nodes[size_t(parent)].function;
    std::vector<Unit> units = unitsOf(children);
    sortUnits(units, bridge ? clusterOf(*bridge) : -1);
    for (const Unit &unit : units) {
        if (unit.isShelf())
            placeShelf(unit.members, parent);
        else
            placeNode(*unit.members.front(), parent);
    }
}

void TreePlacer::sortUnits(std::vector<Unit> &units, qint64 parentCluster)
{
    // A cluster stands where its best unit would stand alone.
    using Key = std::tuple<int, core::PciAddress>;
    std::map<qint64, Key> clusterKeys;
    std::map<core::PciAddress, Key> slotKeys;
    const auto own = [&](const Unit &unit) {
        const bool ofParent = unit.cluster >= 0 && unit.cluster == parentCluster;
        return Key(ofParent ? int(Unit::GroupOfParent) : int(unit.rank), unit.address);
    };
    for (const Unit &unit : units) {
        if (unit.cluster >= 0) {
            Key &key = clusterKeys.try_emplace(unit.cluster, own(unit)).first->second;
            key = std::min(key, own(unit));
        }
    }
    const auto clusterKey = [&](const Unit &unit) {
        return unit.cluster >= 0 ? clusterKeys.at(unit.cluster) : own(unit);
    };
    // Functions in the slot of a GPU follow it, even with a group of their own.
    for (const Unit &unit : units) {
        if (unit.rank == Unit::LeadsToGpu && core::isGpu(*unit.members.front()->function))
            slotKeys.try_emplace(slotOf(unit.address), clusterKey(unit));
    }
    const auto sortKey = [&](const Unit &unit) {
        const auto ofSlot = slotKeys.find(slotOf(unit.address));
        const Key key = unit.isShelf() || ofSlot == slotKeys.end() ? clusterKey(unit) : ofSlot->second;
        return std::tuple(key, int(unit.rank), unit.cluster, unit.address);
    };
    std::ranges::sort(units, [&](const Unit &a, const Unit &b) {
        return sortKey(a) < sortKey(b);
    });
}

void TreePlacer::placeNode(const core::TopologyNode &node, int parent)
{
    const qreal x = m_layout.nodes[size_t(parent)].rect.right() + m_layout.metrics.gutter();
    const int index = addNode(kindOf(*node.function), node.function, parent, x);
    addLink(parent, index);
    if (node.children.empty())
        ++m_rows;
    else
        placeChildren(node.children, index);
}

void TreePlacer::placeShelf(const std::vector<const core::TopologyNode *> &functions, int parent)
{
    std::map<core::PciAddress, std::vector<const core::Function *>> blocks; // by the first member, so in address order
    std::map<quint32, core::PciAddress> firsts;
    for (const core::TopologyNode *node : functions) {
        const core::Function *function = node->function;
        const core::PciAddress first =
            function->group ? firsts.try_emplace(core::number(*function->group), function->address).first->second : function->address;
        blocks[first].push_back(function);
    }

    const MapMetrics &metrics = m_layout.metrics;
    const qreal left = m_layout.nodes[size_t(parent)].rect.right() + metrics.gutter();
    const qreal within = 0.35 * metrics.line;
    const qreal between = within + 2 * metrics.pad();
    qreal x = left;
    int used = 0; // in this row
    int last = -1;
    const auto endRow = [&] {
        m_rows += used > 0;
        x = left;
        used = 0;
    };
    for (const auto &[first, block] : blocks) {
        if (used + int(block.size()) > metrics.smallPerRow())
            endRow();
        for (const core::Function *function : block) {
            if (used == metrics.smallPerRow())
                endRow();
            const int node = addNode(kindOf(*function), function, parent, x);
            if (used == 0)
                addLink(parent, node);
            else
                m_layout.links.push_back({last, node, 0, false});
            last = node;
            ++used;
            x += metrics.smallWidth() + within;
        }
        x += between - within;
        // The next block must not stand beside the last row of this one.
        if (block.size() > size_t(metrics.smallPerRow()))
            endRow();
    }
    endRow();
}

int TreePlacer::addNode(NodeKind kind, const core::Function *function, int parent, qreal x)
{
    const int index = int(m_layout.nodes.size());
    MapNode node;
    node.kind = kind;
    node.function = function;
    node.rect = QRectF(QPointF(x, 0), sizeOf(kind, m_layout.metrics));
    node.parent = parent;
    node.depth = parent < 0 ? 0 : m_layout.nodes[size_t(parent)].depth + 1;
    node.row = m_rows;
    m_layout.nodes.push_back(std::move(node));
    if (function) {
        m_layout.functions.push_back(index);
        m_layout.index.insert(function->address, index);
    }
    return index;
}

void TreePlacer::addLink(int from, int to)
{
    const MapNode &parent = m_layout.nodes[size_t(from)];
    m_layout.links.push_back({from, to, parent.rect.right() + 0.45 * m_layout.metrics.gutter(), m_leadsToGpu.contains(m_layout.nodes[size_t(to)].function)});
}

}
