// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planreport.h"
#include "source.h"
#include "verbs.h"

#include <KLocalizedString>

namespace app::cli
{

namespace
{
QByteArray text(const Invocation &call, const core::Plan &plan, const QString &device, const core::Machine &machine)
{
    TextReport report(call.terminal);
    addPlan(report, plan, device, machine);
    if (willChange(plan))
        report.paragraph(i18nc("@info:shell", "Nothing was changed."), 0, Tone::Dim);
    return report.bytes();
}

/// Why unpersist has nothing to remove; no value where it has, or where that is not known.
std::optional<core::Error> missingBootAssignment(const core::Snapshot &snapshot, const core::Goal &goal)
{
    if (goal.verb != core::Verb::Unpersist)
        return std::nullopt;
    if (!snapshot.boot.assignments)
        return core::unreadable(snapshot.boot);
    const auto assignment = core::assignedAt(snapshot, *snapshot.boot.assignments, goal.gpu);
    return assignment ? std::nullopt : std::optional(assignment.error());
}
}

ExitCode runPlan(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::LookUp);
    if (!snapshot)
        return fail(snapshot.error());
    const core::Result<QString> device = deviceOf(*snapshot, *call.goal);
    if (!device)
        return fail(device.error());
    if (const auto error = missingBootAssignment(*snapshot, *call.goal))
        return fail(*error);
    const core::Plan plan = core::plan(*snapshot, *call.goal);
    const ExitCode printed = call.json ? print(toJson(plan, snapshot->machine)) : print(text(call, plan, *device, snapshot->machine));
    if (printed != ExitCode::Done)
        return printed;
    return plan.refused ? fail(refusal(plan)) : ExitCode::Done;
}

}
