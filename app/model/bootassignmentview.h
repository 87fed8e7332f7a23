// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "core/boot/bootassignmentstatus.h"

#include <QHash>
#include <QSet>

namespace app
{

/// The boot assignments of a machine, as the views look them up.
struct BootAssignmentView {
    QHash<core::PciAddress, core::BootAssignmentStatus> ofGpus; ///< by the function in their slot
    QList<core::BootAssignmentStatus> orphans; ///< whose slot is empty
    QSet<core::PciAddress> choosable; ///< GPUs that can be assigned at boot
    core::Error unreadable; ///< empty: all that is stored could be read

    bool operator==(const BootAssignmentView &) const = default;
};

BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, bool changeable);

/// The same in a few words each, for the map and the tree.
QHash<core::PciAddress, BootNote> bootNotesOf(const BootAssignmentView &assignments);

}
