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

/// How a function is shown: the more it matters to someone who gives GPUs away, the larger.
enum class NodeKind : quint8 {
    RootBus, ///< where a host bridge's bus begins; no function of its own
    Port, ///< a bridge
    Minor, ///< host bridge stubs, SMBus and the like: nothing a user would give away
    Companion, ///< a function in the slot of a GPU: its audio, its USB
    Device,
    Gpu,
};

/// What a card shows beside its verdict: one reason, as a drawing with words.
struct Badge {
    Glyph icon = Glyph::Warning;
    core::Severity severity = core::Severity::Note;
    QString text; ///< a few words

    bool operator==(const Badge &) const = default;
};

/// What only GPU cards have.
struct Card {
    core::Verdict verdict = core::Verdict::Ready;
    QList<Badge> badges;

    bool operator==(const Card &) const = default;
};

/// One thing on the map, in logical pixels.
struct MapNode {
    NodeKind kind = NodeKind::Device;
    const core::Function *function = nullptr; ///< null for a root bus
    QString title; ///< of root buses only; a function's words are made when they are painted
    QRectF rect;
    qreal track = 0; ///< the height at which the track enters and leaves
    int parent = -1; ///< index of a node; -1 for a root bus
    int depth = 0; ///< 0 for a root bus
    int row = 0;
    int card = -1; ///< index into MapLayout::cards for GPUs
    bool holdsBack = false; ///< keeps a GPU's group on the host
};

}
