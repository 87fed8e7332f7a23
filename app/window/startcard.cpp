// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "startcard.h"

#include "errandwords.h"

#include "app/client/choicewords.h"

#include <KLocalizedString>

#include <QIcon>
#include <QPushButton>
#include <QVBoxLayout>

namespace app
{

namespace
{

using Span = core::ChoiceState::Span;

Deed tryDeed(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .tryOnce = true, .label = i18nc("@action:button", "Try at the Next Start Only…"), .whyNot = cannotChange};
}

Deed everyDeed(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .tryOnce = false, .label = i18nc("@action:button", "At Every Start…"), .whyNot = cannotChange};
}

Deed keepDeed(const QString &cannotChange)
{
    return {.verb = core::Verb::Persist, .tryOnce = false, .label = i18nc("@action:button", "Keep at Every Start…"), .whyNot = cannotChange};
}

Deed undoDeed(const core::ChoiceState &state, const QString &cannotChange)
{
    const QString label = core::isUnmet(state) ? i18nc("@action:button", "Take the Choice Back…") : takeBackWord(state.span == Span::NextStart);
    return {.verb = core::Verb::Unpersist, .tryOnce = false, .label = label, .whyNot = cannotChange};
}

Tone toneOf(const core::ChoiceState &state)
{
    switch (state.standing) {
    case core::ChoiceState::Standing::AnotherCard:
    case core::ChoiceState::Standing::Nothing:
        return Tone::Negative;
    case core::ChoiceState::Standing::OtherDriver: // maybe taken back by hand
        return Tone::Neutral;
    case core::ChoiceState::Standing::AsChosen:
    case core::ChoiceState::Standing::FromNextStart:
        return state.span == Span::ThisStart ? Tone::Neutral : Tone::Positive;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString iconOf(core::Verb verb, bool tryOnce)
{
    if (verb == core::Verb::Unpersist)
        return QStringLiteral("edit-undo");
    return tryOnce ? QStringLiteral("chronometer") : QStringLiteral("window-pin");
}

QPushButton *makeButton(const Deed &deed, QWidget *parent)
{
    auto *button = new QPushButton(QIcon::fromTheme(iconOf(deed.verb, deed.tryOnce)), deed.label, parent);
    button->setObjectName(core::toWord(deed.verb) + (deed.tryOnce ? QStringLiteral("-once") : QString()));
    button->setEnabled(deed.whyNot.isEmpty());
    button->setAccessibleDescription(deed.whyNot);
    return button;
}

}

std::optional<StartCard> startCardOf(const StartChoices &choices, const core::Snapshot &snapshot, const core::Function &function, const QString &cannotChange)
{
    if (const auto it = choices.ofGpus.constFind(function.address); it != choices.ofGpus.cend()) {
        const bool onTrial = it->span == Span::ThisStart;
        return StartCard{.chosen = true,
                         .tone = toneOf(*it),
                         .sentence = client::choiceSentence(*it),
                         .detail = client::choiceDetail(*it, snapshot),
                         .deeds = {onTrial ? keepDeed(cannotChange) : undoDeed(*it, cannotChange)}};
    }
    if (!choices.unreadable.what.isEmpty() || !choices.choosable.contains(function.address))
        return {};
    return StartCard{.chosen = false,
                     .tone = Tone::Plain,
                     .sentence = i18nc("@info:status of a GPU", "After a start: with this computer"),
                     .detail =
                         i18nc("@info",
                               "It can be with virtual machines from the start on, before a driver of the host takes it. Tried at one start only, it goes "
                               "back by itself after two minutes, unless you keep it."),
                     .deeds = {tryDeed(cannotChange), everyDeed(cannotChange)}};
}

StartCard orphanCard(const core::ChoiceState &orphan, const core::Snapshot &snapshot, const QString &cannotChange)
{
    return {.chosen = true,
            .tone = toneOf(orphan),
            .sentence = client::choiceSentence(orphan),
            .detail = client::choiceDetail(orphan, snapshot),
            .deeds = {undoDeed(orphan, cannotChange)}};
}

InfoCard *makeStartCard(const StartCard &start, const std::function<void(const Deed &)> &requested, QWidget *parent)
{
    auto *card = new InfoCard(start.tone, parent);
    card->setIcon(start.tone == Tone::Plain ? QStringLiteral("system-reboot") : toneIcon(start.tone), {});
    card->body()->addWidget(makeHeading(start.sentence, 1.0, card));
    if (!start.detail.isEmpty())
        card->body()->addWidget(makeText(start.detail.toHtmlEscaped(), card));
    card->body()->addSpacing(4);
    for (const Deed &deed : start.deeds) {
        QPushButton *button = makeButton(deed, card);
        button->setFlat(deed != start.deeds.first());
        QObject::connect(button, &QPushButton::clicked, card, [requested, deed] {
            requested(deed);
        });
        card->body()->addWidget(button, 0, Qt::AlignLeading);
    }
    if (const QString &whyNot = start.deeds.first().whyNot; !whyNot.isEmpty())
        card->body()->addWidget(makeQuietText(whyNot.toHtmlEscaped(), card));
    return card;
}

}
