// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootassignments.h"

namespace helper
{

/// Trials of this start. They stand in /run, where the next start finds nothing of them, and can be read by all.
bool noteTrials(const HelperContext &context, const BootAssignments &trials);

/// Only the holder of the lock calls this. `trial` is one no more, whatever became of it; who logs in later is told by what is kept of it. Where that cannot be
/// written it is only forgotten.
void concludeTrial(const HelperContext &context, const core::BootAssignment &trial);

/// The same for those that one of `functions` belongs to: they were given back by hand.
void concludeTrialsOf(const HelperContext &context, const core::Snapshot &snapshot, const QList<core::PciAddress> &functions);

}
