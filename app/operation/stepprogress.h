// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/request.h"

#include <optional>

namespace app::operation
{

struct OperationResult;

enum class StepState : quint8 {
    Pending,
    Running,
    Waiting, ///< running longer than it should
    Done,
    Failed,
    Undone,
    NotUndone, ///< the helper tried to undo it in vain
};

/// pending, running, waiting, done, failed, undone, not-undone
QString toKeyword(StepState state);

/// The outcome of each step of a plan: as the helper reports it, and in the end as the machine was read afterwards.
class StepProgress
{
public:
    explicit StepProgress(const QList<core::Step> &steps = {});

    const QList<StepState> &states() const
    {
        return m_states;
    }
    bool isLastDone() const
    {
        return !m_states.isEmpty() && m_states.last() == StepState::Done;
    }
    /// The helper undoes steps of this plan. False while it resolves what an interrupted operation left.
    bool isUndoing() const
    {
        return m_undoing;
    }
    /// The inverse that an Undoing progress is about; none where it is not of this plan.
    std::optional<core::Step> undoStep(qsizetype index) const;

    void apply(const core::Progress &progress);
    void conclude(const OperationResult &result);

private:
    bool isUndone(qsizetype index, const core::Snapshot &after) const;

    QList<core::Step> m_steps;
    QList<StepState> m_states;
    qsizetype m_begun = 0;
    bool m_undoing = false;
};

}
