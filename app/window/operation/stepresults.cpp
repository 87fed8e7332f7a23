// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "stepresults.h"

#include "core/operation/settingvalue.h"

#include <algorithm>

namespace app
{

namespace
{

using State = StepRow::State;

/// What was begun and did not come to its end failed.
State ended(State state, bool blocked)
{
    return state == State::Running || (state == State::Slow && !blocked) ? State::Failed : state;
}

bool isDone(State state)
{
    return state == State::Done;
}

/// A loaded module stays, and a reset cannot be undone.
bool canBeTakenBack(const core::Step &step)
{
    return core::inverse(step).has_value();
}

bool changesTheSame(const core::Step &a, const core::Step &b)
{
    return a.address == b.address && core::settingOf(a.action) == core::settingOf(b.action);
}

bool isAsBefore(const core::Step &step, const core::Reading<QString> &now)
{
    return now && core::meets(core::settingOf(step.action), core::inverse(step)->expected, *now);
}

/// Of several steps that change the same, those after the one whose result is there are taken back, and all are where it
/// is as before the first.
bool isTakenBack(qsizetype index, const QList<core::Step> &steps, const QList<State> &states, const core::Snapshot &after)
{
    const core::Step &step = steps[index];
    const core::DeviceSetting setting = core::settingOf(step.action);
    const core::Reading<QString> now = core::settingValue(after, setting, step.address);
    const auto first = std::ranges::find_if(steps, [&step](const core::Step &other) {
        return changesTheSame(step, other);
    });
    if (isAsBefore(*first, now))
        return true;
    for (qsizetype i = index; now && i < steps.size(); ++i) {
        if (isDone(states[i]) && changesTheSame(step, steps[i]) && core::meets(setting, steps[i].expected, *now))
            return false;
    }
    return isAsBefore(step, now);
}

}

QList<StepRow::State> endStates(const QList<State> &states, const QList<core::Step> &steps, const operation::OperationResult &result, bool tookBack)
{
    QList<State> ends;
    for (qsizetype i = 0; i < states.size(); ++i) {
        const bool undone = isDone(states[i]) && canBeTakenBack(steps[i]) && !result.succeeded && (result.untouched || tookBack);
        if (!undone)
            ends.append(ended(states[i], result.outcome == core::Outcome::Blocked));
        else if (result.untouched || (result.after && isTakenBack(i, steps, states, *result.after)))
            ends.append(State::TakenBack);
        else
            ends.append(State::Left);
    }
    return ends;
}

}
