// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignmentstatus.h"
#include "core/operation/goal.h"

#include <chrono>
#include <optional>

namespace app::agent
{

/// A few words for a notification.
struct Notification {
    QString title;
    QString text;

    bool operator==(const Notification &) const = default;
};

/// What did not come true of a choice, and why.
Notification unmetNotification(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot);

/// A GPU on trial. `left`: until it goes back; none: nobody can say yet. `problem`: why what was asked for failed; may be
/// empty.
Notification trialNotification(const QString &device, std::optional<std::chrono::milliseconds> left, const QString &problem = {});
/// How long that tiding stays the latest: it says "at most", in quarters of a minute.
std::chrono::milliseconds untilNextNotification(std::chrono::milliseconds left);

/// What became of a trial that is over.
enum class TrialEnd : quint8 {
    Kept,
    WentBack,
    StillAside, ///< it is neither chosen for every start nor back
    Gone, ///< the card itself
};
TrialEnd trialEnd(const core::BootAssignment &trial, const core::Snapshot &snapshot, const core::StoredBootAssignments &assignments);
Notification endNotification(TrialEnd end, const QString &device);

/// What keeps a trial: the same functions with the same drivers at every start.
core::Goal keepGoal(const core::BootAssignmentStatus &trial, const core::Snapshot &snapshot);
core::Goal giveBackGoal(const core::BootAssignmentStatus &trial);

}
