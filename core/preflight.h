// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"
#include "goal.h"
#include "resetquirks.h"
#include "snapshot.h"

namespace core
{

/// What stands against, or should be known before, giving the slot of `gpu` to a virtual machine. A virtual function
/// goes alone. Blockers first, then cautions, then notes; pure, and makes no statement the snapshot does not support:
/// what could not be read becomes the finding `unknown-needs-permission` or `asleep`. The ids are listed in
/// docs/findings.md.
QList<Finding> preflight(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks = resetQuirks());

/// The same before taking it back. That takes nothing from the host: what counts is who has the functions open.
QList<Finding> releaseFindings(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks);

/// The same before a choice for every start: who uses the GPU now does not matter then.
QList<Finding> persistFindings(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks);

/// What stands against power, vga and reset, which are for a GPU that the host does not use and nobody has open.
QList<Finding> spareFindings(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks);

}
