// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/choicestate.h"
#include "core/goal.h"

#include <chrono>
#include <optional>

namespace app::login
{

/// A few words for a notification.
struct Tiding {
    QString title;
    QString text;

    bool operator==(const Tiding &) const = default;
};

/// What did not come true of a choice, and why.
Tiding unmetTiding(const core::ChoiceState &state, const core::Snapshot &snapshot);

/// A GPU on trial. `left`: until it goes back; none: nobody can say yet. `problem`: why what was asked for failed; may be
/// empty.
Tiding trialTiding(const QString &device, std::optional<std::chrono::milliseconds> left, const QString &problem = {});
/// How long that tiding stays the latest: it says "at most", in quarters of a minute.
std::chrono::milliseconds untilNextTiding(std::chrono::milliseconds left);

/// What became of a trial that is over.
enum class TrialEnd : quint8 {
    Kept,
    WentBack,
    StillAside, ///< it is neither chosen for every start nor back
    Gone, ///< the card itself
};
TrialEnd trialEnd(const core::PersistedGpu &trial, const core::Snapshot &snapshot, const core::StoredChoices &choices);
Tiding endTiding(TrialEnd end, const QString &device);

/// What keeps a trial: the same functions with the same drivers at every start.
core::Goal keepGoal(const core::ChoiceState &trial, const core::Snapshot &snapshot);
core::Goal giveBackGoal(const core::ChoiceState &trial);

}
