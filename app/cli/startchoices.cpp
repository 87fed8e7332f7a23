// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "startchoices.h"

#include "source.h"

#include "app/client/choicewords.h"
#include "core/words.h"
#include "host/persistedfile.h"

#include <KLocalizedString>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using Span = core::ChoiceState::Span;
using Standing = core::ChoiceState::Standing;

constexpr core::Words<3> spans{"every-start"_L1, "next-start"_L1, "this-start"_L1};
constexpr core::Words<5> standings{"as-chosen"_L1, "from-next-start"_L1, "another-card"_L1, "nothing"_L1, "other-driver"_L1};

/// A trial that was given back, or is gone, needs nothing any more.
bool isSettled(const core::ChoiceState &state)
{
    return state.span == Span::ThisStart && core::isUnmet(state);
}

QJsonObject toJson(const core::ChoiceState &state, const core::Snapshot &snapshot)
{
    return {{u"address"_s, state.address.toString()},
            {u"span"_s, core::wordOf(spans, state.span)},
            {u"standing"_s, core::wordOf(standings, state.standing)},
            {u"driver"_s, state.gpu.parts.value(0).driver},
            {u"text"_s, core::Error{client::choiceSentence(state), client::choiceDetail(state, snapshot), {}}.text()}};
}
}

QList<core::ChoiceState> StartChoices::at(const core::PciAddress &address) const
{
    QList<core::ChoiceState> found = states;
    found.removeIf([&address](const core::ChoiceState &state) {
        return state.standing == Standing::Nothing || state.address != address;
    });
    return found;
}

QList<core::ChoiceState> StartChoices::elsewhere(const QList<const core::Function *> &gpus) const
{
    QList<core::ChoiceState> found = states;
    found.removeIf([&gpus](const core::ChoiceState &state) {
        return state.standing != Standing::Nothing && std::ranges::any_of(gpus, [&state](const core::Function *gpu) {
                   return gpu->address == state.address;
               });
    });
    return found;
}

StartChoices startChoices(const Invocation &call, const core::Snapshot &snapshot)
{
    if (!call.snapshot.isEmpty())
        return {};
    const auto stored = host::readChoices(rootOf(call));
    if (!stored) {
        complain(stored.error());
        return {};
    }
    QList<core::ChoiceState> states = core::choiceStates(snapshot, *stored);
    states.removeIf(isSettled);
    return {.known = true, .states = states};
}

QString commandOf(const core::ChoiceState &state)
{
    const QString address = state.address.toShortString();
    if (state.span == Span::ThisStart)
        return i18nc("@info:shell %1 is an address", "To keep it at every start: turnout persist %1", address);
    return i18nc("@info:shell %1 is an address", "To take the choice back: turnout unpersist %1", address);
}

Tone tone(const core::ChoiceState &state)
{
    return core::isUnmet(state) ? Tone::Caution : Tone::Plain;
}

void addChoice(TextReport &report, const core::ChoiceState &state, const core::Snapshot &snapshot)
{
    constexpr int indent = 2;
    report.paragraph(client::choiceSentence(state), indent, tone(state));
    if (const QString detail = client::choiceDetail(state, snapshot); !detail.isEmpty())
        report.paragraph(detail, indent);
    report.paragraph(commandOf(state), indent, Tone::Dim);
}

QJsonValue toJson(const StartChoices &choices, const core::Snapshot &snapshot)
{
    if (!choices.known)
        return {};
    QJsonArray array;
    for (const core::ChoiceState &state : choices.states)
        array.append(toJson(state, snapshot));
    return array;
}

}
