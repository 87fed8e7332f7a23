// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootassignments.h"

namespace helper
{

/// Stores the trials of this boot in /run, which is empty at the next boot, readable for all users.
bool noteTrials(const HelperContext &context, const BootAssignments &trials);

/// Notes the trials whose GPU is about to return to the host, so that they cannot be kept any more. Only the holder of the lock
/// may note some; without any, the note is removed.
void noteEndingTrials(const HelperContext &context, const BootAssignments &trials);
bool isTrialEnding(const HelperContext &context, const core::Snapshot &snapshot, const core::PciAddress &gpu);

/// Moves `trial` to the ended trials, which the agent reports at a later login. Where these cannot be written, it is only
/// removed. Only the holder of the lock may call this.
void concludeTrial(const HelperContext &context, const core::BootAssignment &trial);

/// The same for the trials of `functions`, which a user returned to the host.
void concludeTrialsOf(const HelperContext &context, const core::Snapshot &snapshot, const QList<core::PciAddress> &functions);

}
