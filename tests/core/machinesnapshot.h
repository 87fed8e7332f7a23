// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "machine.h"

namespace fixture
{

/// A snapshot made directly from the dump of a machine, so that tests of the rules need no directory tree and reader.
/// Values that no dump shows are unread.
core::Snapshot toSnapshot(const Machine &machine);

/// The snapshot of tests/fixtures/machines/NAME.machine. Ends the test program when the file cannot be read.
core::Snapshot snapshotOf(const QString &name);

/// Names of all machines, sorted.
QStringList machineNames();

}
