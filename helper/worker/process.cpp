// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "process.h"

#include <QFile>

#include <sys/wait.h>

namespace helper
{

namespace
{
struct Stat {
    char state = 0;
    quint64 startTime = 0;
};

/// proc(5): "PID (name) S ..."; the name may hold spaces and parentheses, so what counts is behind the last one.
std::optional<Stat> statOf(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray text = file.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr qsizetype state = 0; // field 3 of the line
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
    return ProcessId{pid, stat->startTime, currentBootId()};
}

bool isRunning(const ProcessId &process)
{
    if (process.bootId != currentBootId())
        return false;
    ::waitpid(pid_t(process.pid), nullptr, WNOHANG); // our own child may only wait to be noticed
    const auto stat = statOf(process.pid);
    return stat && stat->startTime == process.startTime && stat->state != 'Z' && stat->state != 'X';
}

QString currentBootId()
{
    QFile file(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    return file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
}

}
