// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// Which processes hold device nodes: it takes a walk through /proc, so only verbs that show it look it up.
enum class Holders : bool {
    Skip,
    LookUp
};

/// The root directory to read; empty: this machine.
QString rootOf(const Invocation &call);

/// Reads this machine, another root, or a snapshot file, as the call says.
core::Result<core::Snapshot> read(const Invocation &call, Holders holders);

/// The options that read the same source again, with a space before: " --snapshot FILE". Empty for this machine.
QString sourceOptions(const Invocation &call);

/// The function at `address`, or an error that names the GPUs there are.
core::Result<const core::Function *> find(const core::Snapshot &snapshot, const core::PciAddress &address);

/// The name of the goal's device. Unpersist works for an empty slot, too.
core::Result<QString> deviceOf(const core::Snapshot &snapshot, const core::Goal &goal);

QList<const core::Function *> gpusOf(const core::Snapshot &snapshot);
QList<const core::Function *> gpusOf(const core::Snapshot &snapshot, const core::Group &group);
QList<core::PciAddress> addressesOf(const QList<const core::Function *> &functions);

}
