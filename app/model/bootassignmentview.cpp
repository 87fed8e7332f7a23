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

/// A trial whose GPU returned to the host, or is gone, needs nothing any more: it is not stored for the next boot.
bool isDone(const core::BootAssignmentStatus &status)
{
    return status.span == core::BootAssignmentStatus::Span::ThisBoot && core::isUnmet(status);
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

BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, bool changeable)
{
    BootAssignmentView found;
    for (const core::Function &function : snapshot.functions) {
        if (changeable && isChoosable(snapshot, function))
            found.choosable.insert(function.address);
    }
    found.unreadable = core::unreadable(snapshot.boot).value_or(core::Error());
    for (const core::BootAssignmentStatus &status : core::bootAssignmentStatuses(snapshot)) {
        if (isDone(status))
            continue;
        if (status.state == core::BootAssignmentStatus::State::SlotEmpty)
            found.orphans += status;
        else if (!found.ofGpus.contains(status.address))
            found.ofGpus.insert(status.address, status);
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
