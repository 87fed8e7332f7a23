// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// persist and unpersist. They change files; drivers stay bound until the next boot.

#include "verbs.h"

#include "helper/boot/bootassignments.h"
#include "helper/boot/trialboots.h"
#include "replies.h"

#include <KLocalizedString>

namespace helper
{

namespace
{
using core::Outcome;

/// A pending change is applied later, so it is Incomplete rather than Undone.
core::Reply stored(const HelperContext &context, const core::Request &request, const core::Result<BootAssignments> &result)
{
    if (result)
        return reply(request, Outcome::Done);
    return reply(request, areBootAssignmentsPending(context) ? Outcome::Incomplete : Outcome::Undone, result.error());
}

/// Whether the client confirmed to keep a trial, see the fingerprint of core::plan(), and that is over by now.
bool keepsEndedTrial(const core::Request &request, core::Snapshot snapshot)
{
    snapshot.boot.trials = snapshot.boot.endedTrials;
    return core::isOnTrial(snapshot, request.goal.gpu) && core::plan(snapshot, request.goal).fingerprint == request.fingerprint;
}

std::optional<core::Reply> trialIsOver(const HelperContext &context, const core::Request &request, const core::Snapshot &snapshot, const core::Plan &plan)
{
    const bool hasEnded = plan.fingerprint != request.fingerprint && keepsEndedTrial(request, snapshot);
    if (!hasEnded && !isTrialEnding(context, snapshot, request.goal.gpu))
        return std::nullopt;
    core::Reply made = reply(request,
                             Outcome::Refused,
                             {i18nc("@info", "The GPU was not kept, because its trial boot is over."),
                              i18nc("@info", "It returns to the host at the end of the trial."),
                              i18nc("@info", "Assign it again: now, at the next boot or at every boot.")});
    made.plan = plan;
    return made;
}
}

/// Applies a pending change first. An Error where that fails, or where the boot assignments cannot be read.
core::Result<BootAssignments> Verbs::bootAssignmentsNow() const
{
    if (areBootAssignmentsPending(m_context) && m_context.applyBootAssignments() != 0)
        return core::Error{i18nc("@info", "An earlier change of the boot assignments has not been applied yet."),
                           i18nc("@info", "turnout-persist.service failed."),
                           i18nc("@info", "Run “journalctl -u turnout-persist” to see the cause.")};
    return storedBootAssignments(m_context);
}

core::Reply Verbs::persist(const core::Request &request) const
{
    core::Reply failure;
    const auto session = begin(request, failure);
    if (!session)
        return failure;
    const auto snapshot = scan();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    const core::Plan plan = core::plan(*snapshot, request.goal);
    if (const auto refused = trialIsOver(m_context, request, *snapshot, plan))
        return *refused;
    if (const auto refused = objection(request, plan))
        return *refused;
    const auto wanted = core::bootAssignmentFor(*snapshot, request.goal);
    const auto before = bootAssignmentsNow();
    if (!wanted || !before)
        return reply(request, Outcome::Refused, wanted ? before.error() : wanted.error());
    core::Reply made = stored(m_context, request, changeBootAssignments(m_context, core::with(*before, *wanted)));
    made.plan = plan;
    return made;
}

core::Reply Verbs::unpersist(const core::Request &request) const
{
    core::Reply failure;
    const auto session = begin(request, failure);
    if (!session)
        return failure;
    const auto snapshot = scan();
    const auto before = bootAssignmentsNow();
    if (!snapshot || !before)
        return reply(request, Outcome::Refused, snapshot ? before.error() : snapshot.error());
    const auto assigned = core::assignedAt(*snapshot, *before, request.goal.gpu);
    if (!assigned)
        return reply(request, Outcome::Refused, assigned.error());
    return stored(m_context, request, changeBootAssignments(m_context, core::without(*before, *assigned)));
}

}
