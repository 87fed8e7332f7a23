// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "startchoices.h"

#include "app/client/choicewords.h"
#include "core/pciclass.h"
#include "core/plan.h"

namespace app
{

namespace
{

/// What was on trial and is given back, or gone, needs nothing any more: it is out of what is stored for the next start.
bool isSettled(const core::ChoiceState &state)
{
    return state.span == core::ChoiceState::Span::ThisStart && core::isUnmet(state);
}

bool isChoosable(const core::Snapshot &snapshot, const core::Function &function)
{
    if (!core::isDisplay(function) || !core::identityOf(snapshot, function))
        return false;
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = function.address;
    return !core::plan(snapshot, goal).refused;
}

}

StartChoices startChoicesOf(const core::Snapshot &snapshot, const core::Result<core::StoredChoices> &choices)
{
    StartChoices found;
    for (const core::Function &function : snapshot.functions) {
        if (isChoosable(snapshot, function))
            found.choosable.insert(function.address);
    }
    if (!choices) {
        found.unreadable = choices.error();
        return found;
    }
    for (const core::ChoiceState &state : core::choiceStates(snapshot, *choices)) {
        if (isSettled(state))
            continue;
        if (state.standing == core::ChoiceState::Standing::Nothing)
            found.orphans += state;
        else if (!found.ofGpus.contains(state.address))
            found.ofGpus.insert(state.address, state);
    }
    return found;
}

QHash<core::PciAddress, StartNote> startNotesOf(const StartChoices &choices)
{
    QHash<core::PciAddress, StartNote> notes;
    for (auto it = choices.ofGpus.cbegin(); it != choices.ofGpus.cend(); ++it)
        notes.insert(it.key(), {.text = client::choiceSentence(*it), .tag = client::choiceTag(*it), .unmet = core::isUnmet(*it)});
    return notes;
}

}
