// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// Who holds device nodes takes a walk through /proc, so only those who show it ask for it.
enum class Holders : bool {
    Skip,
    LookUp
};

/// What stands for / in the call; empty: this machine.
QString rootOf(const Invocation &call);

/// What the call asks about: this machine, another root, or a snapshot file.
core::Result<core::Snapshot> read(const Invocation &call, Holders holders);

/// The function at `address`, or an error that names the GPUs there are.
core::Result<const core::Function *> find(const core::Snapshot &snapshot, const core::PciAddress &address);

/// The name of what the goal is about. What is stored for an empty place can be taken back, too.
core::Result<QString> deviceOf(const core::Snapshot &snapshot, const core::Goal &goal);

QList<const core::Function *> gpusOf(const core::Snapshot &snapshot);
QList<const core::Function *> gpusOf(const core::Snapshot &snapshot, const core::Group &group);
QList<core::PciAddress> addressesOf(const QList<const core::Function *> &functions);

}
