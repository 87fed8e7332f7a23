// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "maplayout.h"

#include "logging.h"

#include <QElapsedTimer>

#include "groupshapes.h"
#include "mapcard.h"
#include "treeplacer.h"

#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <QFontMetricsF>

#include <algorithm>

namespace app
{

namespace
{
struct Row {
    qreal above = 0; ///< from the top of the tallest node to the track
    qreal below = 0;
    qreal marginTop = 0; ///< for group outlines and their names
    qreal marginBottom = 0;
    qreal gap = 0; ///< to the row before
    qreal track = 0;
};

/// How far below its top the track enters a node: a card's at the middle of its sign.
qreal trackOffset(const MapNode &node, const MapMetrics &metrics)
{
    return node.kind == NodeKind::Gpu ? metrics.cardPad() + metrics.sign() / 2 : node.rect.height() / 2;
}

void makeCards(const core::Snapshot &snapshot, const Annotations &annotations, MapLayout &layout)
{
    for (MapNode &node : layout.nodes) {
        if (node.kind != NodeKind::Gpu)
            continue;
        node.card = int(layout.cards.size());
        layout.cards.push_back(makeCard(snapshot, *node.function, annotations));
        node.rect.setHeight(layout.metrics.cardHeight(layout.cards.back().badges.size()));
    }
}

/// Marks the functions that keep the group of a GPU on the host. GPUs are not marked: their cards tell.
void markGroupBlockers(const core::Snapshot &snapshot, const Annotations &annotations, MapLayout &layout)
{
    QSet<quint32> done;
    for (const MapNode &gpu : layout.nodes) {
        if (gpu.kind != NodeKind::Gpu || !gpu.function->group || done.contains(core::number(*gpu.function->group)))
            continue;
        const QList<core::Finding> findings = annotations.findings.value(gpu.function->address);
        const core::Group *group = snapshot.group(*gpu.function->group);
        if (!group || std::ranges::none_of(findings, [](const core::Finding &f) {
                return f.id == QLatin1String("group-not-viable");
            }))
            continue;
        done.insert(core::number(group->id));
        for (const core::Function *groupBlocker : core::groupBlockers(snapshot, *group, gpu.function->address)) {
            MapNode &node = layout.nodes[size_t(layout.index.value(groupBlocker->address))];
            node.blocksGroup = node.kind != NodeKind::Gpu;
        }
    }
}

std::vector<Row> makeRows(const MapLayout &layout, const std::vector<PlacedGroup> &groups, int count)
{
    const MapMetrics &metrics = layout.metrics;
    std::vector<Row> rows(size_t(count), Row{});
    for (const MapNode &node : layout.nodes) {
        Row &row = rows[size_t(node.row)];
        const qreal above = trackOffset(node, metrics);
        row.above = std::max(row.above, above);
        row.below = std::max(row.below, node.rect.height() - above);
        row.gap = node.kind == NodeKind::Sibling ? 0.5 * metrics.gap() : metrics.gap();
        if (node.kind == NodeKind::RootBus && node.row > 0)
            row.marginTop = 1.5 * metrics.line;
    }
    for (const PlacedGroup &group : groups) {
        const bool named = group.parts.size() > 1 || group.parts.front().members.size() > 1;
        for (const GroupPart &part : group.parts) {
            Row &first = rows[size_t(part.extent.firstRow)];
            Row &last = rows[size_t(part.extent.lastRow)];
            first.marginTop = std::max(first.marginTop, named ? metrics.header() : metrics.pad());
            last.marginBottom = std::max(last.marginBottom, metrics.pad());
        }
    }
    return rows;
}

void setHeights(MapLayout &layout, std::vector<Row> rows)
{
    qreal y = 0;
    for (Row &row : rows) {
        y += (&row == &rows.front() ? 0 : row.gap) + row.marginTop;
        row.track = y + row.above;
        y = row.track + row.below + row.marginBottom;
    }
    for (MapNode &node : layout.nodes) {
        node.track = rows[size_t(node.row)].track;
        node.rect.moveTop(node.track - trackOffset(node, layout.metrics));
    }
}

std::optional<core::Verdict> worstVerdict(const MapLayout &layout, const PlacedGroup &group)
{
    std::optional<core::Verdict> worst;
    for (const GroupPart &part : group.parts) {
        for (int member : part.members) {
            const int card = layout.nodes[size_t(member)].card;
            if (card >= 0)
                worst = std::max(worst.value_or(core::Verdict::Ready), layout.cards[size_t(card)].verdict);
        }
    }
    return worst;
}

void makeShapes(MapLayout &layout, const std::vector<PlacedGroup> &groups)
{
    const MapMetrics &metrics = layout.metrics;
    layout.groups.reserve(groups.size());
    for (const PlacedGroup &placed : groups) {
        GroupShape shape{placed.id, 0, {}, worstVerdict(layout, placed)};
        for (const GroupPart &part : placed.parts)
            shape.members += int(part.members.size());
        for (const GroupPart &part : placed.parts) {
            QRectF hull;
            for (int member : part.members)
                hull |= layout.nodes[size_t(member)].rect;
            const qreal top = shape.named() ? metrics.header() : metrics.pad();
            shape.parts.push_back(hull.adjusted(-metrics.pad(), -top, metrics.pad(), metrics.pad()));
        }
        layout.groups.push_back(std::move(shape));
    }
}
}

MapMetrics MapMetrics::of(const QFont &font)
{
    return {QFontMetricsF(font).height()};
}

int MapLayout::nodeAt(const QPointF &point) const
{
    const auto hit = std::ranges::find_if(nodes, [&](const MapNode &node) {
        return node.rect.contains(point);
    });
    return hit == nodes.end() ? -1 : int(hit - nodes.begin());
}

const GroupShape *MapLayout::groupAt(const QPointF &point) const
{
    const auto hit = std::ranges::find_if(groups, [&](const GroupShape &group) {
        return std::ranges::any_of(group.parts, [&](const QRectF &part) {
            return part.contains(point);
        });
    });
    return hit == groups.end() ? nullptr : &*hit;
}

MapLayout layoutMap(const core::Snapshot &snapshot, const Annotations &annotations, const MapMetrics &metrics)
{
    MapLayout layout;
    layout.metrics = metrics;
    const int rows = TreePlacer(snapshot, layout).place();
    makeCards(snapshot, annotations, layout);
    markGroupBlockers(snapshot, annotations, layout);
    const std::vector<PlacedGroup> groups = placeGroups(layout.nodes, rows);
    setHeights(layout, makeRows(layout, groups, rows));
    makeShapes(layout, groups);
    for (const MapNode &node : layout.nodes)
        layout.bounds |= node.rect;
    for (const GroupShape &group : layout.groups) {
        for (const QRectF &part : group.parts)
            layout.bounds |= part;
    }
    return layout;
}

std::shared_ptr<const PreparedMap> prepareMap(core::SnapshotPtr snapshot, Annotations annotations, const MapMetrics &metrics)
{
    auto map = std::make_shared<PreparedMap>(PreparedMap{std::move(snapshot), std::move(annotations), {}});
    QElapsedTimer timer;
    timer.start();
    map->layout = layoutMap(*map->snapshot, map->annotations, metrics);
    qCDebug(TURNOUT_MAP) << "Laid out" << map->layout.nodes.size() << "nodes in" << timer.elapsed() << "ms";
    return map;
}

}
