// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/executor.h"

namespace helper
{

/// What became of one interrupted change.
struct Recovered {
    core::Verb verb = core::Verb::Assign;
    core::PciAddress gpu;
    QList<core::PciAddress> functions; ///< those its steps concern
    ExecutionResult result;
    std::optional<ProcessId> waiting; ///< a call of it still waits in the kernel, so nothing was attempted
};

struct Recovery {
    QList<Recovered> changes; ///< oldest first
    QList<core::Error> damaged; ///< journals that say nothing any more

    /// The functions on which the kernel is stuck.
    QList<core::PciAddress> blocked() const;
    /// Changes to functions that are still in between, by what keeps them so.
    const Recovered *unresolved(const QList<core::PciAddress> &functions) const;
};

/// What is left of earlier changes, where it is left as it is: for requests that need no password. Marks those of which a call
/// still runs.
core::Result<Recovery> survey(const HelperContext &context, Journal &journal);

/// Resolves every unfinished journal: one whose steps were all done is finished, one of an earlier run of the kernel is
/// closed, since that kernel's state is gone, and all others are taken back. Where
/// somebody has opened a function that would have to be taken from its driver, the journal waits. Marks what is blocked, for all
/// to see.
core::Result<Recovery> recover(const HelperContext &context, Journal &journal, const ProgressCall &progress);

}
