// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "stepprogress.h"

#include "operation.h"

#include "core/operation/settingvalue.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::operation
{

namespace
{

/// A step that began and did not end failed, unless the kernel still works on it.
StepState ended(StepState state, bool blocked)
{
    return state == StepState::Running || (state == StepState::Waiting && !blocked) ? StepState::Failed : state;
}

bool changesTheSame(const core::Step &a, const core::Step &b)
{
    return a.address == b.address && core::settingOf(a.action) == core::settingOf(b.action);
}

bool isAsBefore(const core::Step &step, const core::Reading<QString> &now)
{
    return now && core::meets(core::settingOf(step.action), core::inverse(step)->expected, *now);
}

}

QString toKeyword(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return u"pending"_s;
    case StepState::Running:
        return u"running"_s;
    case StepState::Waiting:
        return u"waiting"_s;
    case StepState::Done:
        return u"done"_s;
    case StepState::Failed:
        return u"failed"_s;
    case StepState::Undone:
        return u"undone"_s;
    case StepState::NotUndone:
        return u"not-undone"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

StepProgress::StepProgress(const QList<core::Step> &steps)
    : m_steps(steps)
    , m_states(steps.size(), StepState::Pending)
{
}

std::optional<core::Step> StepProgress::undoStep(qsizetype index) const
{
    const QList<core::Step> back = core::undo(m_steps.first(m_begun));
    return index < back.size() ? std::optional(back[index]) : std::nullopt;
}

void StepProgress::apply(const core::Progress &progress)
{
    if (progress.state == core::Progress::State::Undoing)
        m_undoing = m_begun > 0;
    const qsizetype step = progress.step;
    if (step >= m_steps.size())
        return;
    switch (progress.state) {
    case core::Progress::State::Began:
        m_begun = step + 1;
        m_states[step] = StepState::Running;
        break;
    case core::Progress::State::Done:
        m_states[step] = StepState::Done;
        break;
    case core::Progress::State::Waiting:
        if (!m_undoing)
            m_states[step] = StepState::Waiting;
        break;
    case core::Progress::State::Undoing:
        break;
    }
}

/// Of several steps that change the same setting, those after the one whose value is there are undone; all of them are
/// where it has the value from before the first.
bool StepProgress::isUndone(qsizetype index, const core::Snapshot &after) const
{
    const core::Step &step = m_steps[index];
    const core::DeviceSetting setting = core::settingOf(step.action);
    const core::Reading<QString> now = core::settingValue(after, setting, step.address);
    const auto first = std::ranges::find_if(m_steps, [&step](const core::Step &other) {
        return changesTheSame(step, other);
    });
    if (isAsBefore(*first, now))
        return true;
    for (qsizetype i = index; now && i < m_steps.size(); ++i) {
        if (m_states[i] == StepState::Done && changesTheSame(step, m_steps[i]) && core::meets(setting, m_steps[i].expected, *now))
            return false;
    }
    return isAsBefore(step, now);
}

void StepProgress::conclude(const OperationResult &result)
{
    QList<StepState> states;
    for (qsizetype i = 0; i < m_states.size(); ++i) {
        // A loaded module stays, and a reset cannot be undone.
        const bool wasUndone = m_states[i] == StepState::Done && core::inverse(m_steps[i]) && !result.succeeded && (result.untouched || m_undoing);
        if (!wasUndone)
            states += ended(m_states[i], result.outcome == core::Outcome::Blocked);
        else if (result.untouched || (result.after && isUndone(i, *result.after)))
            states += StepState::Undone;
        else
            states += StepState::NotUndone;
    }
    m_states = states;
}

}
