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

QString recoverText()
{
    return i18nc("@action:button", "Finish or Undo");
}

int functionCount(const core::Plan &plan)
{
    QSet<core::PciAddress> addresses;
    for (const core::Step &step : plan.steps) {
        if (step.action != core::Action::LoadModule)
            addresses.insert(step.address);
    }
    return static_cast<int>(addresses.size());
}

QString successText(const core::Goal &goal)
{
    switch (goal.verb) {
    case core::Verb::Assign:
        return i18nc("@info", "Turnout read the machine again: the GPU is assigned to VMs.");
    case core::Verb::Release:
        return i18nc("@info", "Turnout read the machine again: the GPU is back on the host.");
    case core::Verb::Persist:
        return goal.nextBootOnly ? i18nc("@info",
                                         "Turnout read the boot assignments again: the GPU is assigned to VMs at the next boot. Two minutes after that boot is "
                                         "complete, it returns to the host, unless you keep it.")
                                 : i18nc("@info", "Turnout read the boot assignments again: the GPU is assigned to VMs at every boot.");
    case core::Verb::Unpersist:
        return i18nc("@info",
                     "Turnout read the boot assignments again: this slot has none. From the next boot on, the host uses the card in this slot.");
    case core::Verb::Inspect:
    case core::Verb::Power:
    case core::Verb::Vga:
    case core::Verb::Reset:
    case core::Verb::Recover:
        return i18nc("@info", "Turnout read the machine again: it is in the planned state.");
    }
    Q_UNREACHABLE_RETURN({});
}

/// The blocker is accepted, else the plan would be refused.
QString darkDisplays(const core::Plan &plan)
{
    const bool isLit = std::ranges::any_of(plan.findings, [](const core::Finding &finding) {
        return finding.id == "display-in-use"_L1 && finding.severity == core::Severity::Blocker;
    });
    if (!isLit)
        return {};
    return u' '
        + (plan.goal.nextBootOnly ? i18nc("@info", "Displays on this GPU stay blank at that boot until it returns to the host.")
                                  : i18nc("@info", "Displays on this GPU stay blank from the beginning of every boot."));
}

ResultText bootAssignmentFailure(const operation::OperationResult &result)
{
    if (result.verification && result.verification->state == core::Verification::State::Diverged)
        return {Tone::Negative,
                i18nc("@info result of a change", "Diverged"),
                i18nc("@info", "Turnout read the boot assignments again, and they are not as planned.")};
    return {Tone::Neutral,
            i18nc("@info result of a change", "Unknown"),
            result.outcome ? i18nc("@info", "The boot assignments could not be read.") : i18nc("@info", "The helper may still be working on it.")};
}

ResultText incompleteText(core::Outcome outcome)
{
    const QString text = outcome == core::Outcome::Blocked
        ? i18nc("@info %1 is the label of a button", "The kernel is still working on a step. When it has finished, “%1” resolves the rest.", recoverText())
        : i18nc("@info %1 is the label of a button", "The operation is neither finished nor fully undone. “%1” resolves the rest.", recoverText());
    return {Tone::Negative, i18nc("@info result of a change", "Incomplete"), text};
}

ResultText unknownText(const QString &text)
{
    return {Tone::Neutral, i18nc("@info result of a change", "Unknown"), text};
}

}

DeviceAction actionFor(core::Verb verb, const core::PciAddress &gpu, const QString &label)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = gpu;
    return {.goal = goal, .label = label};
}

DeviceAction recoverAction(const core::PciAddress &gpu)
{
    return actionFor(core::Verb::Recover, gpu, recoverText());
}

QString removeBootAssignmentText()
{
    return i18nc("@action:button", "Remove Boot Assignment…");
}

QString confirmText(const core::Goal &goal)
{
    switch (goal.verb) {
    case core::Verb::Assign:
        return i18nc("@action:button", "Assign to VMs");
    case core::Verb::Release:
        return i18nc("@action:button", "Return to the Host");
    case core::Verb::Recover:
        return recoverText();
    case core::Verb::Persist:
        return goal.nextBootOnly ? i18nc("@action:button", "Assign at Next Boot Only") : i18nc("@action:button", "Assign at Every Boot");
    case core::Verb::Unpersist:
        return i18nc("@action:button", "Remove Boot Assignment");
    case core::Verb::Inspect:
    case core::Verb::Power:
    case core::Verb::Vga:
    case core::Verb::Reset:
        return i18nc("@action:button", "Apply");
    }
    Q_UNREACHABLE_RETURN({});
}

QString planSummary(const Operation &operation)
{
    const core::Plan &plan = operation.plan();
    if (plan.refused)
        return core::areAcceptable(core::blockersLeft(plan)) ? i18nc("@info", "The host would lose something. To continue, accept each blocker below.")
                                                             : i18nc("@info", "This operation is blocked. Resolve the blockers below, then plan again.");
    if (core::isBootAssignment(plan.goal.verb))
        return bootAssignmentSummary(plan.goal) + darkDisplays(plan);
    if (plan.steps.isEmpty())
        return i18nc("@info", "No changes needed.");
    const int functions = functionCount(plan);
    const QString what = plan.goal.verb == core::Verb::Release
        ? i18ncp("@info", "One function returns to the host.", "The %1 functions of this card return to the host together.", functions)
        : i18ncp("@info", "One function leaves the host.", "The %1 functions of this card leave the host together.", functions);
    return what + QLatin1Char(' ') + i18nc("@info", "The change lasts until you undo it or reboot. If a step fails, Turnout undoes all steps before it.");
}

QString acceptText(const QString &findingId)
{
    if (findingId == "display-in-use"_L1)
        return i18nc("@option:check", "Continue; displays on this GPU will go blank");
    if (findingId == "group-not-viable"_L1)
        return i18nc("@option:check", "Continue; no VM can use this GPU until the whole group is free");
    return i18nc("@option:check %1 is the id of a finding", "Continue despite %1", findingId);
}

QString lossText(const core::Goal &goal, const core::Finding &finding)
{
    if (finding.id != "last-gpu"_L1)
        return {};
    if (goal.verb == core::Verb::Assign)
        return i18nc("@option:check", "Continue; this machine has no display until the GPU returns to the host");
    if (goal.verb != core::Verb::Persist)
        return {};
    return goal.nextBootOnly ? i18nc("@option:check", "Continue; at the next boot, this machine has no display until the GPU returns to the host")
                             : i18nc("@option:check", "Continue; this machine has no display from the next boot on");
}

QString bootRemedy(const core::Goal &goal)
{
    if (goal.verb != core::Verb::Persist)
        return {};
    return bootAssignmentRemedy() + u' '
        + i18nc("@info %1 is the label of a button, %2 a command",
                "To remove the boot assignment, press “%1” in the details of this GPU, or run “%2”.",
                removeBootAssignmentText(),
                u"turnout unpersist "_s + goal.gpu.toShortString());
}

QString statusText(const Operation &operation)
{
    switch (operation.phase()) {
    case Operation::Phase::New:
    case Operation::Phase::Ended:
        return {};
    case Operation::Phase::Reading:
        return i18nc("@info:status", "Reading the machine…");
    case Operation::Phase::Planned:
        return operation::hasWork(operation.plan())
            ? i18nc("@info:status", "Nothing has been changed yet. Turnout asks for an administrator password when you continue.")
            : QString();
    case Operation::Phase::Asking:
        return core::isBootAssignment(operation.goal().verb)
            ? i18nc("@info:status", "Waiting for permission. Rebuilding the initramfs afterwards can take a minute…")
            : i18nc("@info:status", "Waiting for permission…");
    case Operation::Phase::Working:
        return i18nc("@info:status", "The helper is working…");
    case Operation::Phase::Checking:
        return i18nc("@info:status", "Reading the machine again…");
    }
    Q_UNREACHABLE_RETURN({});
}

QString progressText(const Operation &operation, const core::Progress &progress)
{
    const QList<core::Step> &steps = operation.plan().steps;
    switch (progress.state) {
    case core::Progress::State::Began:
        return progress.step < steps.size() ? i18nc("@info:status %3 is a step",
                                                    "Step %1 of %2: %3",
                                                    progress.step + 1,
                                                    steps.size(),
                                                    stepText(steps[progress.step]))
                                            : QString();
    case core::Progress::State::Waiting:
        return progress.text;
    case core::Progress::State::Undoing: {
        const auto step = operation.steps().undoStep(progress.step);
        return step ? i18nc("@info:status %1 is a step", "A step failed. Undoing: %1", stepText(*step)) : QString();
    }
    case core::Progress::State::Done:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

ResultText resultText(const Operation &operation)
{
    const operation::OperationResult &result = operation.result();
    const core::Verb verb = operation.goal().verb;
    if (verb == core::Verb::Recover)
        return result.succeeded ? ResultText{Tone::Positive, i18nc("@info", "Resolved"), i18nc("@info", "The helper reports no interrupted operation.")}
                                : ResultText{Tone::Negative, i18nc("@info", "Not resolved"), {}};
    if (result.succeeded)
        return {Tone::Positive, i18nc("@info result of a change", "Verified"), successText(operation.goal())};
    if (result.untouched)
        return {Tone::Neutral,
                i18nc("@info result of a change", "Nothing was changed"),
                core::isBootAssignment(verb) ? i18nc("@info", "The next boot is not affected.") : i18nc("@info", "The GPU is in the same state as before.")};
    if (core::isBootAssignment(verb))
        return bootAssignmentFailure(result);
    if (result.incomplete)
        return incompleteText(*result.outcome);
    if (!result.outcome)
        return unknownText(i18nc("@info %1 is the label of a button",
                                 "The progress of the helper is unknown. “%1” makes it finish or undo an interrupted operation.",
                                 recoverText()));
    if (result.verification && result.verification->state == core::Verification::State::Diverged)
        return {Tone::Negative,
                i18nc("@info result of a change", "Diverged"),
                i18nc("@info", "Turnout read the machine again, and it is not in the planned state.")};
    return unknownText(i18nc("@info", "Some values that show the result could not be read."));
}

bool needsRecovery(const Operation &operation)
{
    const operation::OperationResult &result = operation.result();
    // The next boot, or the next change of a boot assignment, completes a boot assignment.
    if (core::isBootAssignment(operation.goal().verb) || result.succeeded)
        return false;
    const bool unanswered = !result.outcome && !result.untouched;
    return result.incomplete || unanswered;
}

}
