// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

#include <optional>

namespace helper
{

/// Identifies a process of this boot, even after its number was reused.
struct ProcessId {
    qint64 pid = 0;
    quint64 startTime = 0; ///< clock ticks since boot, /proc/PID/stat field 22
};

/// The process that has this number now.
std::optional<ProcessId> processWithPid(qint64 pid);

/// Whether this process still runs; false for a zombie.
bool isRunning(const ProcessId &process);

}
