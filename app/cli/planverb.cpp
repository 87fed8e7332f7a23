// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planreport.h"
#include "source.h"
#include "verbs.h"

#include "host/machine/bootassignmentfile.h"

#include <KLocalizedString>

namespace app::cli
{

namespace
{
QByteArray text(const Invocation &call, const core::Plan &plan, const QString &device, const core::Machine &machine)
{
    TextReport report(call.terminal);
    addPlan(report, plan, device, machine, call.nextBootOnly);
    if (willChange(plan))
        report.paragraph(i18nc("@info:shell", "Nothing was done."), 0, Tone::Dim);
    return report.bytes();
}

/// Why there is nothing to take back, where it can be known: a snapshot does not hold what is chosen.
std::optional<core::Error> nothingChosen(const Invocation &call, const core::Snapshot &snapshot)
{
    if (call.goal->verb != core::Verb::Unpersist || !call.snapshot.isEmpty())
        return std::nullopt;
    const auto stored = host::readBootAssignments(rootOf(call));
    if (!stored)
        return stored.error();
    const auto chosen = core::assignedAt(snapshot, *stored, call.goal->gpu);
    return chosen ? std::nullopt : std::optional(chosen.error());
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
    if (const auto error = nothingChosen(call, *snapshot))
        return fail(*error);
    const core::Plan plan = core::plan(*snapshot, *call.goal);
    const ExitCode printed = call.json ? print(toJson(plan, snapshot->machine)) : print(text(call, plan, *device, snapshot->machine));
    if (printed != ExitCode::Done)
        return printed;
    return plan.refused ? fail(refusal(plan, call.nextBootOnly)) : ExitCode::Done;
}

}
