// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"
#include "core/iommu/grouping.h"
#include "core/snapshot/snapshot.h"

#include <QHash>

namespace app
{

/// What is chosen for a GPU after a start of the computer.
struct BootNote {
    QString text; ///< "At every start: with virtual machines"
    QString tag; ///< the same in two words
    bool unmet = false; ///< it is not so

    bool operator==(const BootNote &) const = default;
};

/// What the rules of core/ say about a snapshot, worked out once and off the GUI thread, so that views only look it up.
struct MapAnnotations {
    /// core::preflight() of every display function, under its address. A function without an entry is no GPU.
    QHash<core::PciAddress, QList<core::Finding>> findings;
    /// core::sharedBecause() of every group with more than one member, under its number.
    QHash<quint32, QList<core::ShareReason>> shareReasons;

    /// Of the GPUs for which something is chosen. Not of the snapshot: it is stored elsewhere.
    QHash<core::PciAddress, BootNote> starts;

    bool operator==(const MapAnnotations &) const = default;
};

/// Blocking and not free on a big machine; call it where the snapshot was read.
MapAnnotations annotate(const core::Snapshot &snapshot);

}
