// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignmentstatus.h"
#include "core/operation/goal.h"

namespace app::operation
{

/// What is chosen, and whether it is so: "At every start: with virtual machines".
QString bootAssignmentText(const core::BootAssignmentStatus &state);

/// What else there is to say: since when it counts, when it goes back, why it is not so. May be empty.
QString bootAssignmentDetail(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot);

/// What persist or unpersist makes of the next starts, before it is carried out.
QString bootAssignmentSummary(const core::Goal &goal);

/// For whoever sits before a dark screen, or a computer that does not start well, after a persist.
QString bootAssignmentRemedy();

/// For a narrow column: "every start", "next start", "this start", "not so".
QString bootAssignmentTag(const core::BootAssignmentStatus &state);

}
