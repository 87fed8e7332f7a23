// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/executor.h"

namespace helper
{

/// The outcome of recovering one interrupted change.
struct RecoveredChange {
    core::Verb verb = core::Verb::Assign;
    core::PciAddress gpu;
    QList<core::PciAddress> functions; ///< those its steps concern
    ExecutionResult result;
    qint64 blockedPid = 0; ///< the process that still waits in the kernel, so recovery was not attempted
};

struct Recovery {
    QList<RecoveredChange> changes; ///< oldest first
    QList<core::Error> damaged; ///< one per damaged journal

    /// The functions on which a call into the kernel is blocked.
    QList<core::PciAddress> blocked() const;
    /// The first unresolved change that concerns one of `functions`.
    const RecoveredChange *unresolved(const QList<core::PciAddress> &functions) const;
};

/// Reads unfinished journals and changes nothing else, for verbs that need no password. Updates BlockedFunctions.
core::Result<Recovery> survey(const HelperContext &context, Journal &journal);

/// Resolves every unfinished journal (docs/journal.md): closes it where all steps were done or a different card is in the
/// place, else undoes its steps. Waits while a function that an undo would unbind is in use. Updates
/// BlockedFunctions.
core::Result<Recovery> recover(const HelperContext &context, Journal &journal, const ProgressCall &progress);

}
