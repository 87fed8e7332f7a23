// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace helper
{

/// A process, told apart from a later one with the same number.
struct ProcessId {
    qint64 pid = 0;
    quint64 startTime = 0; ///< clock ticks since boot, /proc/PID/stat field 22
    QString bootId; ///< /proc/sys/kernel/random/boot_id

    bool operator==(const ProcessId &) const = default;
};

/// What runs under this number now; nothing when nobody does.
std::optional<ProcessId> processWithPid(qint64 pid);

/// Whether that very process still runs. One that has ended and was not waited for does not.
bool isRunning(const ProcessId &process);

/// Which run of the kernel this is; empty where the kernel does not say.
QString currentBootId();

}
