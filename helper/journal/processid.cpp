// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "processid.h"

#include "helper/files.h"

#include <QList>

#include <sys/wait.h>

namespace helper
{

namespace
{
struct Stat {
    char state = 0;
    quint64 startTime = 0;
};

/// proc_pid_stat(5): "PID (name) S ..."; the name may contain spaces and parentheses, so fields are counted from the last one.
std::optional<Stat> statOf(qint64 pid)
{
    const QByteArray text = readFile(QStringLiteral("/proc/%1/stat").arg(pid));
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype state = 0; // field 3
    constexpr qsizetype startTime = 19; // field 22
    if (fields.size() <= startTime || fields[state].isEmpty())
        return std::nullopt;
    return Stat{fields[state][0], fields[startTime].toULongLong()};
}
}

std::optional<ProcessId> processWithPid(qint64 pid)
{
    const auto stat = statOf(pid);
    if (!stat)
        return std::nullopt;
    return ProcessId{pid, stat->startTime};
}

bool isRunning(const ProcessId &process)
{
    ::waitpid(pid_t(process.pid), nullptr, WNOHANG); // reaps it if it is our own child
    const auto stat = statOf(process.pid);
    return stat && stat->startTime == process.startTime && stat->state != 'Z' && stat->state != 'X';
}

}
