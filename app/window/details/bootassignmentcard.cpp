// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentcard.h"

#include "app/window/operation/operationtext.h"

#include "app/text/bootassignmenttext.h"

#include <KLocalizedString>

#include <QIcon>
#include <QPushButton>
#include <QVBoxLayout>

namespace app
{

namespace
{

using Span = core::BootAssignmentStatus::Span;

DeviceAction nextBootAction(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .nextBootOnly = true, .label = i18nc("@action:button", "Try at the Next Start Only…"), .disabledReason = cannotChange};
}

DeviceAction everyAction(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .nextBootOnly = false, .label = i18nc("@action:button", "At Every Start…"), .disabledReason = cannotChange};
}

DeviceAction keepAction(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .nextBootOnly = false, .label = i18nc("@action:button", "Keep at Every Start…"), .disabledReason = cannotChange};
}

DeviceAction undoAction(const core::BootAssignmentStatus &state, const QString &cannotChange)
{
    const QString label = core::isUnmet(state) ? i18nc("@action:button", "Take the Choice Back…") : undoText(state.span == Span::NextBoot);
    return {.verb = core::Verb::Unpersist, .nextBootOnly = false, .label = label, .disabledReason = cannotChange};
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

QString iconOf(core::Verb verb, bool nextBootOnly)
{
    if (verb == core::Verb::Unpersist)
        return QStringLiteral("edit-undo");
    return nextBootOnly ? QStringLiteral("chronometer") : QStringLiteral("window-pin");
}

QPushButton *makeButton(const DeviceAction &action, QWidget *parent)
{
    auto *button = new QPushButton(QIcon::fromTheme(iconOf(action.verb, action.nextBootOnly)), action.label, parent);
    button->setObjectName(core::toKeyword(action.verb) + (action.nextBootOnly ? QStringLiteral("-once") : QString()));
    button->setEnabled(action.disabledReason.isEmpty());
    button->setAccessibleDescription(action.disabledReason);
    return button;
}

}

std::optional<BootAssignmentCard> bootAssignmentCardOf(const BootAssignmentView &assignments, const core::Snapshot &snapshot, const core::Function &function, const QString &cannotChange)
{
    if (const auto it = assignments.ofGpus.constFind(function.address); it != assignments.ofGpus.cend()) {
        const bool onTrial = it->span == Span::ThisBoot;
        return BootAssignmentCard{.chosen = true,
                         .tone = toneOf(*it),
                         .sentence = operation::bootAssignmentText(*it),
                         .detail = operation::bootAssignmentDetail(*it, snapshot),
                         .actions = {onTrial ? keepAction(cannotChange) : undoAction(*it, cannotChange)}};
    }
    if (!assignments.unreadable.what.isEmpty() || !assignments.choosable.contains(function.address))
        return {};
    return BootAssignmentCard{.chosen = false,
                     .tone = Tone::Plain,
                     .sentence = i18nc("@info:status of a GPU", "After a start: with this computer"),
                     .detail =
                         i18nc("@info",
                               "It can be with virtual machines from the start on, before a driver of the host takes it. Tried at one start only, it goes "
                               "back by itself after two minutes, unless you keep it."),
                     .actions = {nextBootAction(cannotChange), everyAction(cannotChange)}};
}

BootAssignmentCard orphanCard(const core::BootAssignmentStatus &orphan, const core::Snapshot &snapshot, const QString &cannotChange)
{
    return {.chosen = true,
            .tone = toneOf(orphan),
            .sentence = operation::bootAssignmentText(orphan),
            .detail = operation::bootAssignmentDetail(orphan, snapshot),
            .actions = {undoAction(orphan, cannotChange)}};
}

InfoCard *makeBootAssignmentCard(const BootAssignmentCard &start, const std::function<void(const DeviceAction &)> &requested, QWidget *parent)
{
    auto *card = new InfoCard(start.tone, parent);
    card->setIcon(start.tone == Tone::Plain ? QStringLiteral("system-reboot") : toneIcon(start.tone), {});
    card->body()->addWidget(makeHeading(start.sentence, 1.0, card));
    if (!start.detail.isEmpty())
        card->body()->addWidget(makeText(start.detail.toHtmlEscaped(), card));
    card->body()->addSpacing(4);
    for (const DeviceAction &action : start.actions) {
        QPushButton *button = makeButton(action, card);
        button->setFlat(action != start.actions.first());
        QObject::connect(button, &QPushButton::clicked, card, [requested, action] {
            requested(action);
        });
        card->body()->addWidget(button, 0, Qt::AlignLeading);
    }
    if (const QString &disabledReason = start.actions.first().disabledReason; !disabledReason.isEmpty())
        card->body()->addWidget(makeQuietText(disabledReason.toHtmlEscaped(), card));
    return card;
}

}
