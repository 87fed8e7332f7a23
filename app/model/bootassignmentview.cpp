// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentview.h"

#include "app/text/bootassignmenttext.h"
#include "core/checks/blockers.h"
#include "core/checks/preflight.h"
#include "core/pci/identity.h"

#include <algorithm>

namespace app
{

namespace
{

/// Decided as core::plan() would, from the findings that are there already.
bool isAssignable(const core::Snapshot &snapshot, const core::PciAddress &gpu, const QList<core::Finding> &findings)
{
    const core::Function *function = snapshot.function(gpu);
    return function && core::identityOf(snapshot, *function) && std::ranges::none_of(core::blockersLeft(findings), [](const core::Finding &blocker) {
               return core::appliesAtBoot(blocker.id);
           });
}

}

BootAssignmentView bootAssignmentViewOf(const core::Snapshot &snapshot, const Annotations &annotations, bool changeable)
{
    BootAssignmentView view;
    for (const auto &[gpu, findings] : annotations.findings.asKeyValueRange()) {
        if (changeable && isAssignable(snapshot, gpu, findings))
            view.assignable.insert(gpu);
    }
    view.unreadable = core::unreadable(snapshot.boot).value_or(core::Error());
    for (const core::BootAssignmentStatus &status : core::bootAssignmentStatuses(snapshot)) {
        if (core::isOver(status))
            continue;
        const ShownBootAssignment shown{.status = status, .text = bootAssignmentText(status), .detail = bootAssignmentDetail(status, snapshot)};
        if (status.state == core::BootAssignmentStatus::State::SlotEmpty)
            view.orphans += shown;
        else if (!view.ofGpus.contains(status.address))
            view.ofGpus.insert(status.address, shown);
    }
    return view;
}

QHash<core::PciAddress, BootNote> bootNotesOf(const BootAssignmentView &view)
{
    QHash<core::PciAddress, BootNote> notes;
    for (const auto &[gpu, shown] : view.ofGpus.asKeyValueRange())
        notes.insert(gpu, {.text = shown.text, .tag = bootAssignmentTag(shown.status), .unmet = core::isUnmet(shown.status)});
    return notes;
}

}
