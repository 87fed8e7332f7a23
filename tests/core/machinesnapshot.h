// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "machine.h"

namespace fixture
{

/// A snapshot of what the dump of a machine says, without a directory tree and a reader in between: the rules can be
/// tested against the kernel's groups by themselves. What no dump shows is left unread.
core::Snapshot toSnapshot(const Machine &machine);

/// The snapshot of tests/fixtures/machines/NAME.machine. Ends the test program when the file cannot be read.
core::Snapshot snapshotOf(const QString &name);

/// Names of all machines, sorted.
QStringList machineNames();

}
