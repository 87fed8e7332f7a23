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

/// Every write that reaches a goal on one machine. The client shows it; the helper makes it again from its own scan and
/// carries out that one.
struct Plan {
    Goal goal;
    QList<Finding> findings; ///< blockers first
    bool refused = false; ///< the goal does not accept a blocker; then there are no steps
    QList<Step> steps; ///< in order; empty and not refused: nothing to do
    /// SHA-256 in hex over goal, steps, identity of the functions, the subjects of each accepted blocker, and for persist over
    /// the drivers and whether it keeps a trial, all of which all users read alike. Not over the other findings, because the helper sees more than
    /// its client; it refuses because of them by itself.
    QString fingerprint;

    bool operator==(const Plan &) const = default;
};

/// Pure. A goal that is not isValid() is refused without a finding. Functions that are already in the goal's state give no
/// step, so the plan after a success is empty, as is that of verbs that change no function (inspect, recover, persist,
/// unpersist).
Plan plan(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks = resetQuirks());

/// The blockers that refuse the plan.
QList<Finding> blockersLeft(const Plan &plan);

/// 64 lower case hex digits.
bool isFingerprint(QStringView text);

/// The first difference as a sentence; empty where both do the same to the same functions.
QString difference(const Plan &shown, const Plan &now);

}
