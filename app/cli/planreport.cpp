// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planreport.h"

#include "wording.h"

#include "app/client/choices.h"
#include "app/client/stepwords.h"
#include "core/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
void addSteps(TextReport &report, const QList<core::Step> &steps)
{
    constexpr int column = 6;
    report.heading(i18ncp("@title:shell", "One step", "%1 steps", steps.size()));
    for (qsizetype i = 0; i < steps.size(); ++i) {
        report.hanging(2, QString::number(i + 1).rightJustified(2), Tone::Dim, column, client::sentence(steps[i]), Tone::Plain);
        report.paragraph(client::command(steps[i]), column, Tone::Dim);
    }
    report.blank();
}

void addChoice(TextReport &report, const core::Machine &machine, core::Verb verb)
{
    report.paragraph(i18nc("@info:shell", "Nothing that runs is changed. From the next start on it counts what is written here:"));
    for (const auto &[what, why] : client::choiceWrites(machine, verb)) {
        report.hanging(2, report.bullet(), Tone::Dim, 4, what, Tone::Plain);
        report.paragraph(why, 4, Tone::Dim);
    }
    report.blank();
}

const core::Finding *standingBlocker(const core::Plan &plan)
{
    const auto stands = [&plan](const core::Finding &finding) {
        return finding.severity == core::Severity::Blocker && !plan.goal.accepted.contains(finding.id);
    };
    const auto it = std::ranges::find_if(plan.findings, stands);
    return it == plan.findings.end() ? nullptr : &*it;
}
}

void addPlan(TextReport &report, const core::Plan &plan, const QString &deviceName, const core::Machine &machine, bool tryOnce)
{
    report.heading(client::title(plan.goal, deviceName, tryOnce));
    report.blank();
    if (!plan.findings.isEmpty()) {
        report.heading(i18nc("@title:shell", "What to know first"));
        for (const core::Finding &finding : plan.findings)
            addFinding(report, finding);
        report.blank();
    }
    if (plan.refused)
        return;
    if (client::isChoice(plan.goal.verb))
        addChoice(report, machine, plan.goal.verb);
    else if (!plan.steps.isEmpty())
        addSteps(report, plan.steps);
    else
        report.paragraph(i18nc("@info:shell", "There is nothing to do: it is so already."));
}

core::Error refusal(const core::Plan &plan)
{
    const core::Finding *blocker = standingBlocker(plan);
    core::Error error{i18nc("@info:shell", "This is refused."), {}, {}};
    if (blocker) {
        error.why = blocker->text;
        error.remedy = blocker->remedy;
    }
    const QStringList passable = client::passableBlockers(plan);
    if (!passable.isEmpty() && !client::hasFirmBlocker(plan))
        error.remedy += (error.remedy.isEmpty() ? QString() : u" "_s)
            + i18nc("@info:shell %1 are options of a command line",
                    "If that is what you want all the same, add: %1",
                    "--override "_L1 + passable.join(" --override "_L1));
    return error;
}

}
