// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mapglyph.h"

#include "core/checks/finding.h"
#include "core/pci/function.h"

#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace app
{

/// How a function is drawn: the more it matters for assigning GPUs, the larger.
enum class NodeKind : quint8 {
    RootBus, ///< where a host bridge's bus begins; no function of its own
    Port, ///< a bridge
    Minor, ///< host bridge stubs, SMBus and the like: nothing a user would assign; virtual functions, below their GPU
    Sibling, ///< another function in the slot of a GPU: its audio, its USB
    Device,
    Gpu,
};

/// One reason on a card, as a drawing with words.
struct Badge {
    Glyph icon = Glyph::Warning;
    core::Severity severity = core::Severity::Note;
    QString text; ///< a few words

    bool operator==(const Badge &) const = default;
};

/// The part of a node that only GPUs have.
struct Card {
    core::Verdict verdict = core::Verdict::Ready;
    QList<Badge> badges;

    bool operator==(const Card &) const = default;
};

/// One thing on the map, in logical pixels.
struct MapNode {
    NodeKind kind = NodeKind::Device;
    const core::Function *function = nullptr; ///< null for a root bus
    QString title; ///< of root buses only; texts of functions are made when they are painted
    QRectF rect;
    qreal track = 0; ///< the height at which the track enters and leaves
    int parent = -1; ///< index of a node; -1 for a root bus
    int depth = 0; ///< 0 for a root bus
    int row = 0;
    int card = -1; ///< index into MapLayout::cards for GPUs
    bool blocksGroup = false; ///< keeps the group of a GPU on the host
};

}
