// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/blockers.h"
#include "goal.h"
#include "core/checks/resetquirks.h"
#include "core/snapshot/snapshot.h"
#include "step.h"

namespace core
{

/// What would be done to reach a goal on one machine, every write of it. The client shows it, the helper makes it again
/// from its own look at the machine and carries out that one.
struct Plan {
    Goal goal;
    QList<Finding> findings; ///< blockers first
    bool refused = false; ///< a blocker stands that the goal does not accept; then there are no steps
    QList<Step> steps; ///< in order; empty and not refused: nothing to do
    /// SHA-256 in hex over goal, steps and identity of the functions concerned: what every user reads alike. Findings
    /// are no part of it, because the helper sees more than its client; it refuses on them by itself.
    QString fingerprint;

    bool operator==(const Plan &) const = default;
};

/// Pure. A goal that is not isValid() is refused without a finding. Functions that are in the goal's state already give no step, so the plan after a success is
/// empty. Verbs that change no function's state (inspect, persist, unpersist, recover) give an empty plan.
Plan plan(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks = resetQuirks());

/// The blockers that refuse the plan.
QList<Finding> blockersLeft(const Plan &plan);

/// 64 lower case hex digits.
bool isFingerprint(QStringView text);

/// The first difference in words, as "Step 3 is now ..."; empty where both would do the same to the same functions.
QString difference(const Plan &shown, const Plan &now);

}
