// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "core/boot/bootassignmentstatus.h"

#include <QHash>
#include <QSet>

namespace app
{

/// What is stored about starts of the computer, as the views look it up. Empty for a machine of a file.
struct BootAssignmentView {
    QHash<core::PciAddress, core::BootAssignmentStatus> ofGpus; ///< by what is in their place now
    QList<core::BootAssignmentStatus> orphans; ///< whose place is empty
    QSet<core::PciAddress> choosable; ///< GPUs that nothing keeps from being chosen
    core::Error unreadable; ///< empty: what is stored could be read

    bool operator==(const BootAssignmentView &) const = default;
};

BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, const core::Result<core::StoredBootAssignments> &assignments);

/// The same in a few words each, for the map and the tree.
QHash<core::PciAddress, BootNote> bootNotesOf(const BootAssignmentView &assignments);

}
