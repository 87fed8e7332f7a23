// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationtext.h"

#include "app/operation/bootassignmentresult.h"
#include "app/text/bootassignmenttext.h"
#include "app/text/steptext.h"

#include <KLocalizedString>

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{

using operation::Operation;

int functionCount(const core::Plan &plan)
{
    QSet<QString> addresses;
    for (const core::Step &step : plan.steps) {
        if (step.action != core::Action::LoadModule)
            addresses.insert(step.address.toString());
    }
    return static_cast<int>(addresses.size());
}

QString goodNews(const Operation &operation)
{
    switch (operation.goal().verb) {
    case core::Verb::Assign:
        return i18nc("@info", "The machine was read again: the GPU is held for virtual machines now.");
    case core::Verb::Release:
        return i18nc("@info", "The machine was read again: the GPU is back with this computer.");
    case core::Verb::Persist:
        return operation.goal().nextBootOnly
            ? i18nc("@info",
                    "What is stored was read again: the GPU is with virtual machines after the next start, and back with this computer two minutes later.")
            : i18nc("@info", "What is stored was read again: the GPU is with virtual machines at every start from now on.");
    case core::Verb::Unpersist:
        return i18nc(
            "@info",
            "What is stored was read again: nothing is chosen for this slot any more. From the next start on, whatever is in it is with this computer.");
    default:
        return i18nc("@info", "The machine was read again, and all is as planned.");
    }
}

/// The blocker is accepted: otherwise the plan would be refused.
QString darkScreens(const Operation &operation)
{
    const bool isLit = std::ranges::any_of(operation.plan().findings, [](const core::Finding &finding) {
        return finding.id == "display-in-use"_L1 && finding.severity == core::Severity::Blocker;
    });
    if (!isLit)
        return {};
    return u' '
        + (operation.goal().nextBootOnly ? i18nc("@info", "The screens on it are dark at that start, until it goes back.")
                            : i18nc("@info", "The screens on it are dark at every start, from the beginning on."));
}

Keywords bootAssignmentFailure(const operation::OperationResult &result)
{
    if (result.verification && result.verification->state == core::Verification::State::Diverged)
        return {Tone::Negative, i18nc("@info result of a change", "Diverged"), i18nc("@info", "What is stored was read again and is not as planned.")};
    return {Tone::Neutral,
            i18nc("@info result of a change", "Unknown"),
            result.outcome ? i18nc("@info", "What is stored could not be read.") : i18nc("@info", "The helper may still be at work on it.")};
}

/// The helper has said that it stands between its start and its goal.
Keywords halfway(core::Outcome outcome)
{
    const QString headline = i18nc("@info result of a change", "Left halfway");
    if (outcome == core::Outcome::Blocked)
        return {
            Tone::Negative,
            headline,
            i18nc("@info %1 is the label of a button", "The kernel has not come back from a step yet. Once it has, “%1” resolves the rest.", recoverText())};
    return {Tone::Negative,
            headline,
            i18nc("@info %1 is the label of a button", "It is neither done nor wholly taken back. “%1” tries to resolve the rest.", recoverText())};
}
}

QString recoverText()
{
    return i18nc("@action:button", "Finish or Take Back");
}

QString undoText(bool nextBootOnly)
{
    return nextBootOnly ? i18nc("@action:button", "Not at the Next Start…") : i18nc("@action:button", "No Longer at Every Start…");
}

DeviceAction recoverAction(const QString &cannotChange)
{
    return {.verb = core::Verb::Recover, .nextBootOnly = false, .label = recoverText(), .disabledReason = cannotChange};
}

QString actionText(const Operation &operation)
{
    switch (operation.goal().verb) {
    case core::Verb::Assign:
        return i18nc("@action:button", "Give to Virtual Machines");
    case core::Verb::Release:
        return i18nc("@action:button", "Take Back for This Computer");
    case core::Verb::Recover:
        return recoverText();
    case core::Verb::Persist:
        return operation.goal().nextBootOnly ? i18nc("@action:button", "Try at the Next Start Only") : i18nc("@action:button", "Choose for Every Start");
    case core::Verb::Unpersist:
        return i18nc("@action:button", "Take the Choice Back");
    default:
        return i18nc("@action:button", "Carry Out");
    }
}

QString planSummary(const Operation &operation)
{
    const core::Plan &plan = operation.plan();
    if (plan.refused)
        return core::areAcceptable(core::blockersLeft(plan)) ? i18nc("@info", "This needs a decision of yours first, because the host loses something.")
                                                             : i18nc("@info", "This cannot be done as things are.");
    if (operation::isBootAssignment(plan.goal.verb))
        return operation::bootAssignmentSummary(plan.goal) + darkScreens(operation);
    if (plan.steps.isEmpty())
        return i18nc("@info", "There is nothing to do: it is so already.");
    const int functions = functionCount(plan);
    const QString what = plan.goal.verb == core::Verb::Release
        ? i18ncp("@info", "One function goes back to the host.", "The %1 functions of its slot go back to the host together.", functions)
        : i18ncp("@info", "One function leaves the host.", "The %1 functions of its slot leave the host together.", functions);
    return what + QLatin1Char(' ') + i18nc("@info", "It lasts until you change it or restart the computer; if a step fails, all before it are taken back.");
}

QString acceptText(const QString &findingId)
{
    if (findingId == QLatin1String("display-in-use"))
        return i18nc("@option:check", "Go on all the same: the screens on it go dark");
    if (findingId == QLatin1String("group-not-viable"))
        return i18nc("@option:check", "Go on all the same: no virtual machine can use it before the whole group is free");
    return i18nc("@option:check %1 is the id of a finding", "Go on all the same (%1)", findingId);
}

QString lossText(const Operation &operation, const core::Finding &finding)
{
    if (finding.id != "last-gpu"_L1)
        return {};
    if (operation.goal().verb == core::Verb::Assign)
        return i18nc("@option:check", "Go on all the same: this computer has no screen until the GPU is taken back");
    if (operation.goal().verb != core::Verb::Persist)
        return {};
    return operation.goal().nextBootOnly ? i18nc("@option:check", "Go on all the same: at the next start this computer has no screen until the GPU goes back")
                            : i18nc("@option:check", "Go on all the same: this computer has no screen at any start from then on");
}

QString wayOut(const Operation &operation)
{
    if (operation.goal().verb != core::Verb::Persist)
        return {};
    return operation::bootAssignmentRemedy() + u' '
        + i18nc("@info %1 is the label of a button, %2 a command",
                "To take the choice back, press “%1” in the details of this GPU, or run “%2”.",
                undoText(operation.goal().nextBootOnly),
                u"turnout unpersist "_s + operation.goal().gpu.toShortString());
}

QString statusKeyword(const Operation &operation)
{
    switch (operation.phase()) {
    case Operation::Phase::New:
        return {};
    case Operation::Phase::Reading:
        return i18nc("@info:status", "Reading the machine…");
    case Operation::Phase::Planned:
        return operation::hasWork(operation.plan()) ? i18nc("@info:status", "Nothing has been done yet. The next step asks for an administrator's password.")
                                              : QString();
    case Operation::Phase::Asking:
        return operation::isBootAssignment(operation.goal().verb)
            ? i18nc("@info:status", "Waiting for permission; then the initramfs is built anew, which can take a minute…")
            : i18nc("@info:status", "Waiting for permission…");
    case Operation::Phase::Working:
        return i18nc("@info:status", "The helper is at work…");
    case Operation::Phase::Checking:
        return i18nc("@info:status", "Reading the machine again…");
    case Operation::Phase::Ended:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

Keywords resultKeywords(const Operation &operation)
{
    const operation::OperationResult &result = operation.result();
    const bool isBootAssignment = operation::isBootAssignment(operation.goal().verb);
    if (operation.goal().verb == core::Verb::Recover)
        return result.succeeded ? Keywords{Tone::Positive, i18nc("@info", "Resolved"), i18nc("@info", "The helper says that nothing is left open.")}
                                : Keywords{Tone::Negative, i18nc("@info", "Not resolved"), {}};
    if (result.succeeded)
        return {Tone::Positive, i18nc("@info result of a change", "Verified"), goodNews(operation)};
    if (result.untouched)
        return {Tone::Neutral,
                i18nc("@info result of a change", "Nothing is changed"),
                isBootAssignment ? i18nc("@info", "The next start is as it would have been before.") : i18nc("@info", "The GPU is where it was before.")};
    if (isBootAssignment)
        return bootAssignmentFailure(result);
    if (result.halfway)
        return halfway(*result.outcome);
    if (!result.outcome)
        return {Tone::Neutral,
                i18nc("@info result of a change", "Unknown"),
                i18nc("@info %1 is the label of a button",
                      "How far the helper came is not known. “%1” has it finish or take back what is left halfway.",
                      recoverText())};
    if (result.verification && result.verification->state == core::Verification::State::Diverged)
        return {Tone::Negative, i18nc("@info result of a change", "Diverged"), i18nc("@info", "The machine was read again and is not as planned.")};
    return {Tone::Neutral, i18nc("@info result of a change", "Unknown"), i18nc("@info", "The machine could not be read as far as this concerns.")};
}

bool needsRecovery(const Operation &operation)
{
    const operation::OperationResult &result = operation.result();
    // A choice that is noted is stored with the next start, or the next choice.
    if (operation::isBootAssignment(operation.goal().verb) || result.succeeded)
        return false;
    const bool unanswered = !result.outcome && !result.untouched;
    return result.halfway || unanswered;
}

bool needsRecovery(const QList<core::Finding> &findings)
{
    return std::ranges::any_of(findings, [](const core::Finding &finding) {
        return finding.id == "stuck-in-kernel"_L1;
    });
}

}
