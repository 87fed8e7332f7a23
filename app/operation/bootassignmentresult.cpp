// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentresult.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::operation
{

namespace
{
using State = core::Verification::State;

/// Null where the slot has none.
const core::BootAssignment *storedFor(const core::Identity &gpu, const QList<core::BootAssignment> &assignments)
{
    const auto it = std::ranges::find_if(assignments, [&gpu](const core::BootAssignment &assignment) {
        return assignment.gpu().path == gpu.path;
    });
    return it == assignments.end() ? nullptr : &*it;
}

core::Verification unknown(const QString &why)
{
    return {.state = State::Unknown, .differences = {why}};
}

core::Verification diverged(const QString &difference)
{
    return {.state = State::Diverged, .differences = {difference}};
}

core::Verification verified()
{
    return {.state = State::Verified, .differences = {}};
}

core::Verification notIdentified(const core::Goal &goal)
{
    return unknown(i18nc("@info %1 is a PCI address", "The device at %1 could not be identified.", goal.gpu.toShortString()));
}

QString fileName()
{
    return u'/' + QLatin1StringView(core::bootAssignmentsFile);
}

core::Verification verifyRemoved(const core::Snapshot &after, const core::Goal &goal, const QList<core::BootAssignment> &assignments)
{
    const core::Function *function = after.function(goal.gpu);
    if (function && !core::identityOf(after, *function))
        return notIdentified(goal);
    const auto left = core::assignedAt(after, assignments, goal.gpu);
    // An empty address may stand for a different assignment with an empty slot by now.
    const bool isLeft = left && (function || core::addressOf(after, left->path) == goal.gpu);
    return isLeft ? diverged(i18nc("@info %1 is a path", "%1 still has a boot assignment of this GPU.", fileName())) : verified();
}
}

core::Verification verifyBootAssignment(const core::Snapshot &after, const core::Goal &goal)
{
    if (!after.boot.assignments)
        return unknown(core::unreadable(after.boot).value_or(core::Error()).text());
    const QList<core::BootAssignment> assignments = *after.boot.assignments;
    if (goal.verb == core::Verb::Unpersist)
        return verifyRemoved(after, goal, assignments);
    const core::Function *gpu = after.function(goal.gpu);
    const auto identity = gpu ? core::identityOf(after, *gpu) : std::nullopt;
    if (!identity)
        return notIdentified(goal);
    const auto wanted = core::bootAssignmentFor(after, goal);
    if (!wanted)
        return unknown(wanted.error().what);
    const core::BootAssignment *stored = storedFor(*identity, assignments);
    if (!stored)
        return diverged(i18nc("@info %1 is a path", "%1 has no boot assignment of this GPU.", fileName()));
    return *stored == *wanted ? verified() : diverged(i18nc("@info %1 is a path", "%1 has a different boot assignment of this GPU.", fileName()));
}

bool hasWork(const core::Plan &plan)
{
    return core::isBootAssignment(plan.goal.verb) || !plan.steps.isEmpty();
}

}
