// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentview.h"

#include "app/text/bootassignmenttext.h"
#include "core/pci/pciclass.h"
#include "core/operation/plan.h"

namespace app
{

namespace
{

/// What was on trial and is given back, or gone, needs nothing any more: it is out of what is stored for the next start.
bool isSettled(const core::BootAssignmentStatus &state)
{
    return state.span == core::BootAssignmentStatus::Span::ThisBoot && core::isUnmet(state);
}

bool isChoosable(const core::Snapshot &snapshot, const core::Function &function)
{
    if (!core::isDisplay(function) || !core::identityOf(snapshot, function))
        return false;
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = function.address;
    return !core::plan(snapshot, goal).refused;
}

}

BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, const core::Result<core::StoredBootAssignments> &assignments)
{
    BootAssignmentView found;
    for (const core::Function &function : snapshot.functions) {
        if (isChoosable(snapshot, function))
            found.choosable.insert(function.address);
    }
    if (!assignments) {
        found.unreadable = assignments.error();
        return found;
    }
    for (const core::BootAssignmentStatus &state : core::bootAssignmentStatuses(snapshot, *assignments)) {
        if (isSettled(state))
            continue;
        if (state.standing == core::BootAssignmentStatus::Standing::Nothing)
            found.orphans += state;
        else if (!found.ofGpus.contains(state.address))
            found.ofGpus.insert(state.address, state);
    }
    return found;
}

QHash<core::PciAddress, BootNote> bootNotesOf(const BootAssignmentView &assignments)
{
    QHash<core::PciAddress, BootNote> notes;
    for (auto it = assignments.ofGpus.cbegin(); it != assignments.ofGpus.cend(); ++it)
        notes.insert(it.key(), {.text = operation::bootAssignmentText(*it), .tag = operation::bootAssignmentTag(*it), .unmet = core::isUnmet(*it)});
    return notes;
}

}
