// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"
#include "core/iommu/grouping.h"
#include "core/snapshot/snapshot.h"

#include <QHash>

namespace app
{

/// The boot assignment of a GPU in a few words.
struct BootNote {
    QString text; ///< a sentence
    QString tag; ///< the same in two words
    bool unmet = false; ///< the machine is not in that state

    bool operator==(const BootNote &) const = default;
};

/// What the rules of core/ say about a snapshot. Worked out once, off the GUI thread; views look it up.
struct Annotations {
    /// core::preflight() of every display function, by address. A function without an entry is no GPU.
    QHash<core::PciAddress, QList<core::Finding>> findings;
    /// core::sharedBecause() of every group with more than one member, by its number.
    QHash<quint32, QList<core::ShareReason>> shareReasons;
    /// Of the GPUs with a boot assignment.
    QHash<core::PciAddress, BootNote> bootNotes;

    bool operator==(const Annotations &) const = default;
};

/// Slow on a big machine; call it on a worker thread.
Annotations annotate(const core::Snapshot &snapshot);

}
