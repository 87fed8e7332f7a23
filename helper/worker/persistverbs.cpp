// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// persist and unpersist: what is to be at every start. They change files, and nothing that runs.

#include "helper/boot/bootassignments.h"
#include "replies.h"
#include "verbs.h"

#include <KLocalizedString>

namespace helper
{

namespace
{
using core::Outcome;

/// A change that is noted and not done is done later, so it is not taken back.
core::Reply stored(const HelperContext &context, const core::Request &request, const core::Result<BootAssignments> &result)
{
    if (result)
        return reply(request, Outcome::Done);
    return reply(request, areBootAssignmentsPending(context) ? Outcome::Incomplete : Outcome::Undone, result.error());
}
}

/// What an earlier request noted is done first. An Error where that fails, or where the choices cannot be read.
core::Result<BootAssignments> Verbs::bootAssignmentsNow() const
{
    if (areBootAssignmentsPending(m_context) && m_context.applyBootAssignments() != 0)
        return core::Error{i18nc("@info", "An earlier change of what is to be at every start is not done yet."),
                           i18nc("@info", "turnout-persist.service did not do its work."),
                           i18nc("@info", "“journalctl -u turnout-persist” says why.")};
    return storedBootAssignments(m_context);
}

core::Reply Verbs::persist(const core::Request &request) const
{
    core::Reply why;
    const auto opened = open(request, why);
    if (!opened)
        return why;
    const auto snapshot = read();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    const core::Plan plan = core::plan(*snapshot, request.goal);
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
    core::Reply why;
    const auto opened = open(request, why);
    if (!opened)
        return why;
    const auto snapshot = read();
    const auto before = bootAssignmentsNow();
    if (!snapshot || !before)
        return reply(request, Outcome::Refused, snapshot ? before.error() : snapshot.error());
    const auto gpu = core::assignedAt(*snapshot, *before, request.goal.gpu);
    if (!gpu)
        return reply(request, Outcome::Refused, gpu.error());
    return stored(m_context, request, changeBootAssignments(m_context, core::without(*before, *gpu)));
}

}
