// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"
#include "core/operation/verification.h"
#include "core/boot/bootassignment.h"

namespace app::operation
{

/// Whether what was chosen for every start is as a persist or unpersist wants it.
core::Verification verifyBootAssignment(const core::Snapshot &after, const core::Goal &goal, bool nextBootOnly, const QList<core::BootAssignment> &assignments);

/// Persist and unpersist: they change what is stored, and nothing that runs.
bool isBootAssignment(core::Verb verb);

/// Whether carrying the plan out would do anything: persist and unpersist have no steps.
bool hasWork(const core::Plan &plan);

/// What stands for a device's name where its place is empty.
QString emptyPlaceName();

/// A file that they write, or a command that they run.
struct BootAssignmentWrite {
    QString what;
    QString why;
};
QList<BootAssignmentWrite> bootAssignmentWrites(const core::Machine &machine, core::Verb verb);

}
