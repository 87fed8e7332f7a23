// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

#include <QString>

#include <functional>

namespace host
{

/// Where a snapshot comes from.
struct ReadOptions {
    QString sysroot; ///< read `sysroot`/sys and `sysroot`/proc; empty: this machine
    bool withHolders = true; ///< search /proc/*/fd for processes that have device nodes open
    /// Called with the path, relative to the root, of every file that is opened, and of every link that is read.
    /// For the test that reading never wakes, and for the floor of the benchmark.
    std::function<void(const char *path)> onAccess;
};

/// Reads the machine in one pass: `openat`-relative, each attribute at most once, and nothing that would resume a
/// suspended function (see wakesafety.h). Blocking; call it off the GUI thread. A function that vanishes while it is
/// read is left out. An error only where there is no sysfs; a machine without PCI is an empty snapshot.
core::Result<core::Snapshot> readMachine(const ReadOptions &options = {});

/// Reads the machine below `sysroot` with every call, as an operation needs it to plan and to verify.
std::function<core::Result<core::Snapshot>()> machineReader(const QString &sysroot = {});

/// Reads a snapshot file; the error names the file and the value in it.
core::Result<core::Snapshot> readSnapshotFile(const QString &path);

}
