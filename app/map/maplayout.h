// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"
#include "mapnode.h"

#include "core/snapshot/snapshot.h"

#include <QFont>
#include <QHash>
#include <QPointF>

#include <array>
#include <memory>
#include <vector>

namespace app
{

/// The sizes that the layout takes from the font, in logical pixels.
struct MapMetrics {
    qreal line = 17; ///< height of a line of text

    static MapMetrics of(const QFont &font);

    qreal gutter() const
    {
        return 2.4 * line;
    } ///< between a bridge and what hangs below it
    qreal pad() const
    {
        return 0.22 * line;
    } ///< between a function and the outline of its group
    qreal header() const
    {
        return 1.25 * line;
    } ///< above the members of a group that carries its name
    qreal gap() const
    {
        return 0.42 * line;
    } ///< between rows, outlines included
    qreal smallWidth() const
    {
        return 6.6 * line;
    } ///< ports and minor functions
    qreal smallHeight() const
    {
        return 2.15 * line;
    }
    qreal deviceWidth() const
    {
        return cardWidth();
    }
    qreal deviceHeight() const
    {
        return 2.4 * line;
    }
    qreal cardWidth() const
    {
        return 19 * line;
    }
    qreal cardPad() const
    {
        return 0.55 * line;
    }
    qreal sign() const
    {
        return 3.2 * line;
    } ///< side of the turnout sign on a card
    qreal badge() const
    {
        return 1.3 * line;
    } ///< height of a card's verdict and of each reason
    qreal cardHeight(qsizetype badges) const
    {
        return 2 * cardPad() + sign() + 0.3 * line + qreal(badges + 1) * badge();
    }
    qreal siblingHeight() const
    {
        return 1.6 * line;
    }
    int smallPerRow() const
    {
        return 9;
    } ///< minor functions beside each other

    bool operator==(const MapMetrics &) const = default;
};

/// A piece of track from a bridge to what hangs below it, or along a row of minor functions.
struct MapLink {
    int from = -1;
    int to = -1; ///< indices of nodes
    qreal turn = 0; ///< the x at which the track leaves the straight; unused where both ends are level
    bool toGpu = false; ///< a GPU is below
};

/// The shape around an IOMMU group: one rectangle around all members and nothing else where the tree allows that,
/// else several, in order from top to bottom.
struct GroupShape {
    core::IommuGroupId id{};
    int members = 0;
    QList<QRectF> parts;
    std::optional<core::Verdict> verdict; ///< the worst of its GPUs; none: no GPU is in it

    bool named() const
    {
        return members > 1;
    } ///< else the number stands in the member itself
};

/// The map of one snapshot. It points into that snapshot and must not outlive it.
struct MapLayout {
    MapMetrics metrics;
    std::vector<MapNode> nodes; ///< from top to bottom, a bridge before what hangs below it
    std::vector<Card> cards;
    std::vector<MapLink> links;
    std::vector<GroupShape> groups; ///< in number order
    QRectF bounds;
    std::vector<int> functions; ///< the nodes that are functions, in order
    QHash<core::PciAddress, int> index; ///< the node of each function

    int nodeAt(const QPointF &point) const; ///< -1: none
    const GroupShape *groupAt(const QPointF &point) const; ///< null: none
};

/// Places every function. Pure and deterministic, linear in the number of functions times the depth of the tree. Measures
/// no text, so it needs no GUI thread.
MapLayout layoutMap(const core::Snapshot &snapshot, const Annotations &annotations, const MapMetrics &metrics);

/// A layout with the snapshot it points into, made on a worker thread and handed to the view.
struct PreparedMap {
    core::SnapshotPtr snapshot;
    Annotations annotations;
    MapLayout layout;
};
std::shared_ptr<const PreparedMap> prepareMap(core::SnapshotPtr snapshot, Annotations annotations, const MapMetrics &metrics);

}
