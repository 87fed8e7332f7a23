// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"
#include "core/operation/goal.h"
#include "resetquirks.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// What stands against, or should be known before, giving the slot of `gpu` to a virtual machine, whatever the function
/// is. A virtual function goes alone. Blockers first, then cautions, then notes; pure, and makes no statement the snapshot
/// does not support: what could not be read becomes the finding `unknown-needs-permission` or `asleep`. The ids are listed
/// in docs/findings.md.
QList<Finding> preflight(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks = resetQuirks());

/// The same of a goal, for which no other function than a GPU will do. Nothing stands against verbs that look or take
/// back (inspect, unpersist, recover).
QList<Finding> findingsFor(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks);

}
