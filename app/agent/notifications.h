// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignmentstatus.h"
#include "core/operation/goal.h"

#include <chrono>
#include <optional>

namespace app::agent
{

struct Notification {
    QString title;
    QString text;

    bool operator==(const Notification &) const = default;
};

/// A boot assignment that was not applied, and why.
Notification unmetNotification(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot);

/// A trial boot. `left`: until the GPU returns to the host; none: not known yet. `problem`: why the user's last answer failed; may
/// be empty.
Notification trialNotification(const QString &device, std::optional<std::chrono::milliseconds> left, const QString &problem = {});
/// How long that notification stays true: it says "at most", in quarters of a minute.
std::chrono::milliseconds untilNextNotification(std::chrono::milliseconds left);

/// How a trial ended.
enum class TrialEnd : quint8 {
    None, ///< it is still stored, and its GPU has no driver: it may be on its way to the host
    Kept,
    Returned,
    StillAssigned, ///< neither assigned at every boot nor returned
    Gone, ///< the card was removed
};
/// Of a trial that does not continue in `snapshot`.
TrialEnd trialEnd(const core::BootAssignment &trial, const core::Snapshot &snapshot);
/// `end` is not None.
Notification endNotification(TrialEnd end, const QString &device);

/// Assigns the same functions to the same drivers at every boot.
core::Goal keepGoal(const core::BootAssignmentStatus &trial, const core::Snapshot &snapshot);
core::Goal returnGoal(const core::BootAssignmentStatus &trial);

}
