// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planreport.h"

#include "findingreport.h"

#include "app/operation/bootassignmentresult.h"
#include "app/text/bootassignmenttext.h"
#include "app/text/steptext.h"
#include "core/operation/planjson.h"

#include <KLocalizedString>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
void addSteps(TextReport &report, const QList<core::Step> &steps)
{
    constexpr int column = 6;
    report.heading(i18ncp("@title:shell", "%1 step", "%1 steps", steps.size()));
    for (qsizetype i = 0; i < steps.size(); ++i) {
        report.hanging(2, QString::number(i + 1).rightJustified(2), Tone::Dim, column, stepText(steps[i]), Tone::Plain);
        report.paragraph(stepCommand(steps[i]), column, Tone::Dim);
    }
    report.blank();
}

/// What the user loses by accepting a blocker.
QString lossText(const QString &id, const core::Goal &goal)
{
    if (id == "group-not-viable"_L1)
        return i18nc("@info:shell", "No VM can use the GPU until the other devices in its IOMMU group are unbound from their host drivers.");
    if (goal.verb == core::Verb::Persist)
        return goal.nextBootOnly ? i18nc("@info:shell", "Displays on this GPU stay blank at the next boot, until it returns to the host.")
                                 : i18nc("@info:shell", "Displays on this GPU stay blank at every boot, from the boot loader on.");
    return i18nc("@info:shell", "Displays on this GPU go blank, and your desktop session may end.");
}

/// Whether --accept, which not every verb has, makes a plan of this refusal.
bool isAcceptable(const core::Plan &plan)
{
    return core::propertiesOf(plan.goal.verb).takesAccepted && core::areAcceptable(core::blockersLeft(plan));
}

void addFindings(TextReport &report, const core::Plan &plan)
{
    report.heading(i18nc("@title:shell", "Findings"));
    const bool canContinue = isAcceptable(plan);
    for (const core::Finding &finding : plan.findings) {
        addFinding(report, finding);
        if (finding.severity != core::Severity::Blocker)
            continue;
        const QString &id = finding.id;
        if (plan.goal.accepted.contains(id))
            report.field({}, i18nc("@info:shell %1 is the id of a finding, %2 a sentence", "Accepted by --accept %1. %2", id, lossText(id, plan.goal)), Tone::Caution);
        else if (canContinue)
            report.field({}, i18nc("@info:shell %1 is the id of a finding, %2 a sentence", "Acceptable with --accept %1. %2", id, lossText(id, plan.goal)), Tone::Caution);
    }
    report.blank();
}

void addBootAssignment(TextReport &report, const core::Machine &machine, const core::Goal &goal)
{
    report.paragraph(bootAssignmentSummary(goal));
    report.blank();
    report.heading(i18nc("@title:shell", "Files and commands"));
    for (const auto &[what, why] : bootAssignmentWrites(machine, goal.verb)) {
        report.hanging(2, report.bullet(), Tone::Dim, 4, what, Tone::Plain);
        report.paragraph(why, 4, Tone::Dim);
    }
    if (const QString notice = initramfsNotice(machine, goal.verb); !notice.isEmpty())
        report.paragraph(notice, 2, Tone::Caution);
    report.blank();
}
}

QString undoHint(const core::Goal &goal)
{
    const QString address = goal.gpu.toShortString();
    if (goal.verb == core::Verb::Assign)
        return i18nc("@info:shell %1 is an address", "The GPU stays assigned until you return it (turnout release %1) or reboot.", address);
    if (goal.verb != core::Verb::Persist)
        return {};
    const QString undo = goal.nextBootOnly
        ? i18nc("@info:shell %1 is an address", "To keep it assigned after that boot, run: turnout persist %1. To cancel, run: turnout unpersist %1", address)
        : i18nc("@info:shell %1 is an address", "To undo this, run: turnout unpersist %1", address);
    return bootAssignmentRemedy() + u' ' + undo;
}

void addPlan(TextReport &report, const core::Plan &plan, const QString &deviceName, const core::Machine &machine)
{
    report.heading(goalTitle(plan.goal, deviceName));
    report.blank();
    if (!plan.findings.isEmpty() && (plan.refused || willChange(plan)))
        addFindings(report, plan);
    if (plan.refused)
        return;
    if (core::isBootAssignment(plan.goal.verb))
        addBootAssignment(report, machine, plan.goal);
    else if (!plan.steps.isEmpty())
        addSteps(report, plan.steps);
    else
        report.paragraph(i18nc("@info:shell", "No changes needed."));
    if (const QString hint = undoHint(plan.goal); !hint.isEmpty() && willChange(plan)) {
        report.paragraph(hint);
        report.blank();
    }
}

QJsonObject toJson(const core::Plan &plan, const core::Machine &machine)
{
    QJsonObject object = core::toJson(plan);
    if (!core::isBootAssignment(plan.goal.verb) || plan.refused)
        return object;
    QJsonArray writes;
    for (const auto &[what, why] : bootAssignmentWrites(machine, plan.goal.verb))
        writes.append(QJsonObject{{u"what"_s, what}, {u"why"_s, why}});
    object.insert(u"writes"_s, writes);
    return object;
}

bool willChange(const core::Plan &plan)
{
    return !plan.refused && operation::hasWork(plan);
}

core::Error refusal(const core::Plan &plan)
{
    const QList<core::Finding> blockers = core::blockersLeft(plan);
    if (isAcceptable(plan))
        return {i18ncp("@info:shell", "The plan is refused: %1 blocker.", "The plan is refused: %1 blockers.", blockers.size()),
                {},
                i18nc("@info:shell %1 are options of a command line",
                      "To continue anyway, add: %1",
                      "--accept "_L1 + core::acceptableIds(blockers).join(" --accept "_L1))};
    QStringList ids;
    for (const core::Finding &blocker : blockers)
        ids += blocker.id;
    ids.removeDuplicates();
    return {i18ncp("@info:shell %2 is a list of ids of findings",
                   "The plan is refused: %1 blocker (%2).",
                   "The plan is refused: %1 blockers (%2).",
                   blockers.size(),
                   ids.join(", "_L1)),
            {},
            i18nc("@info:shell", "See the findings for what to do.")};
}

}
