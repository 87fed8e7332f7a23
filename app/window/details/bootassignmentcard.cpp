// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentcard.h"

#include "app/window/operation/operationtext.h"

#include <KLocalizedString>

#include <QPushButton>
#include <QVBoxLayout>

namespace app
{

namespace
{

using Span = core::BootAssignmentStatus::Span;

DeviceAction everyBootAction(const core::PciAddress &gpu, const QString &label)
{
    return actionFor(core::Verb::Persist, gpu, label);
}

DeviceAction nextBootAction(const core::PciAddress &gpu)
{
    DeviceAction action = actionFor(core::Verb::Persist, gpu, i18nc("@action:button", "Assign at Next Boot Only…"));
    action.goal.nextBootOnly = true;
    return action;
}

Tone toneOf(const core::BootAssignmentStatus &status)
{
    using State = core::BootAssignmentStatus::State;
    switch (status.state) {
    case State::DifferentCard:
    case State::SlotEmpty:
        return Tone::Negative;
    case State::DifferentDriver: // the user may have returned it to the host
        return Tone::Neutral;
    case State::Applied:
    case State::Pending:
        return status.span == Span::ThisBoot ? Tone::Neutral : Tone::Positive;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

}

BootAssignmentCard bootAssignmentCardOf(const ShownBootAssignment &assignment)
{
    const core::PciAddress gpu = assignment.status.address;
    const bool isTrial = assignment.status.span == Span::ThisBoot;
    return {.assigned = true,
            .tone = toneOf(assignment.status),
            .sentence = assignment.text,
            .detail = assignment.detail,
            .actions = {isTrial ? everyBootAction(gpu, i18nc("@action:button", "Keep at Every Boot…"))
                                : actionFor(core::Verb::Unpersist, gpu, removeBootAssignmentText())}};
}

std::optional<BootAssignmentCard> bootAssignmentCardOf(const BootAssignmentView &view, const core::PciAddress &gpu)
{
    if (const auto it = view.ofGpus.constFind(gpu); it != view.ofGpus.cend())
        return bootAssignmentCardOf(*it);
    if (!view.unreadable.what.isEmpty() || !view.assignable.contains(gpu))
        return {};
    return BootAssignmentCard{.assigned = false,
                              .tone = Tone::Plain,
                              .sentence = i18nc("@info:status of a GPU", "At boot: on the host"),
                              .detail = i18nc("@info",
                                              "Turnout can assign it to VMs at boot, before a host driver binds to it. Assigned at the next boot only, it "
                                              "returns to the host two minutes after that boot is complete, unless you keep it."),
                              .actions = {nextBootAction(gpu), everyBootAction(gpu, i18nc("@action:button", "Assign at Every Boot…"))}};
}

InfoCard *makeBootAssignmentCard(const BootAssignmentCard &content, const QString &disabledReason, const RequestHandler &requested, QWidget *parent)
{
    auto *card = new InfoCard(content.tone, parent);
    card->setIcon(content.tone == Tone::Plain ? QStringLiteral("system-reboot") : toneIcon(content.tone), {});
    card->body()->addWidget(makeHeading(content.sentence, 1.0, card));
    if (!content.detail.isEmpty())
        card->body()->addWidget(makeText(content.detail.toHtmlEscaped(), card));
    card->body()->addSpacing(4);
    for (const DeviceAction &action : content.actions) {
        QPushButton *button = makeActionButton(action, disabledReason, requested, card);
        button->setFlat(action != content.actions.first());
        card->body()->addWidget(button, 0, Qt::AlignLeading);
    }
    addDisabledReason(card->body(), disabledReason, card);
    return card;
}

}
