// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "core/boot/bootassignmentstatus.h"

#include <QHash>
#include <QSet>

namespace app
{

/// A boot assignment as the panes show it.
struct ShownBootAssignment {
    core::BootAssignmentStatus status;
    QString text; ///< one sentence
    QString detail; ///< may be empty

    bool operator==(const ShownBootAssignment &) const = default;
};

/// The boot assignments of a machine, as the views look them up.
struct BootAssignmentView {
    QHash<core::PciAddress, ShownBootAssignment> ofGpus; ///< by the address of their slot
    QList<ShownBootAssignment> orphans; ///< whose slot is empty
    QSet<core::PciAddress> assignable; ///< GPUs that can be assigned at boot
    core::Error unreadable; ///< empty: all that is stored could be read

    bool operator==(const BootAssignmentView &) const = default;
};

/// `changeable`: boot assignments can be offered, which they cannot for a snapshot file.
BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, const Annotations &annotations, bool changeable);

/// The same in a few words each, for the map and the tree.
QHash<core::PciAddress, BootNote> bootNotesOf(const BootAssignmentView &view);

}
