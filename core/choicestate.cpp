// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "choicestate.h"

namespace core
{

namespace
{
using Span = ChoiceState::Span;
using Standing = ChoiceState::Standing;

Standing standingOf(const Snapshot &snapshot, const PersistedGpu &gpu)
{
    if (gpu.parts.isEmpty() || !functionAt(snapshot, gpu.parts.first().identity.place))
        return Standing::Nothing;
    Standing standing = Standing::AsChosen;
    for (const PersistedGpu::Part &part : gpu.parts) {
        const Function *same = functionOf(snapshot, part.identity);
        if (!same)
            return Standing::AnotherCard;
        if (same->driver.valueOr({}) != part.driver)
            standing = Standing::OtherDriver;
    }
    return standing;
}

ChoiceState stateOf(const Snapshot &snapshot, const PersistedGpu &gpu, Span span, bool ofThisStart)
{
    Standing standing = standingOf(snapshot, gpu);
    const bool sameCard = standing == Standing::AsChosen || standing == Standing::OtherDriver;
    const bool isYetToCome = span == Span::NextStart || (standing == Standing::OtherDriver && !ofThisStart);
    if (sameCard && isYetToCome)
        standing = Standing::FromNextStart;
    const PciAddress address = gpu.parts.isEmpty() ? PciAddress() : addressOf(snapshot, gpu.parts.first().identity.place);
    return {.span = span, .standing = standing, .gpu = gpu, .address = address};
}
}

QList<ChoiceState> choiceStates(const Snapshot &snapshot, const StoredChoices &choices)
{
    QList<ChoiceState> states;
    for (const PersistedGpu &trial : choices.trials) {
        if (!isForEveryStart(choices.stored, trial))
            states += stateOf(snapshot, trial, Span::ThisStart, true);
    }
    for (const PersistedGpu &gpu : choices.stored)
        states += stateOf(snapshot, gpu, gpu.tryOnce ? Span::NextStart : Span::EveryStart, choices.ofThisStart);
    return states;
}

bool isUnmet(const ChoiceState &state)
{
    switch (state.standing) {
    case Standing::AsChosen:
    case Standing::FromNextStart:
        return false;
    case Standing::AnotherCard:
    case Standing::Nothing:
    case Standing::OtherDriver:
        return true;
    }
    Q_UNREACHABLE_RETURN(false);
}

}
