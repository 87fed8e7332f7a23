// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"
#include "core/operation/goal.h"
#include "resetquirks.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// What blocks assigning `gpu` and what goes along with it to VMs, or should be known first. A virtual function is assigned alone.
/// Blockers first, then cautions, then notes. Values that could not be read become `unknown-needs-permission` or
/// `suspended`. The ids are listed in docs/findings.md.
QList<Finding> preflight(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks = resetQuirks());

/// Whether the finding also holds at the next boot. Those about what uses the GPU now do not.
bool appliesAtBoot(QStringView findingId);

/// What keeps the driver of one function from letting go right now: blockers about its users alone.
QList<Finding> unbindBlockers(const Snapshot &snapshot, const PciAddress &address);

/// The findings for a goal, which must be about a GPU. Verbs that only read or undo (inspect, unpersist, recover) have
/// none.
QList<Finding> findingsFor(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks);

}
