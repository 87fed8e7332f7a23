// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planreport.h"
#include "source.h"
#include "verbs.h"

#include "core/pciclass.h"
#include "core/planjson.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QByteArray text(const Invocation &call, const core::Plan &plan, const core::Function &gpu, const core::Machine &machine)
{
    TextReport report(call.terminal);
    addPlan(report, plan, core::displayName(gpu), machine);
    if (!plan.steps.isEmpty())
        report.paragraph(i18nc("@info:shell", "Nothing was done."), 0, Tone::Dim);
    return report.bytes();
}
}

ExitCode runPlan(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::LookUp);
    if (!snapshot)
        return fail(snapshot.error());
    const core::Result<const core::Function *> gpu = find(*snapshot, call.goal->gpu);
    if (!gpu)
        return fail(gpu.error());
    const core::Plan plan = core::plan(*snapshot, *call.goal);
    const ExitCode printed = call.json ? print(core::toJson(plan)) : print(text(call, plan, **gpu, snapshot->machine));
    if (printed != ExitCode::Done)
        return printed;
    return plan.refused ? fail(refusal(plan)) : ExitCode::Done;
}

}
