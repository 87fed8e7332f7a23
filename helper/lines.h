// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>

#include <chrono>
#include <optional>

namespace helper
{

/// Whether something can be read before `end`; also true at the end of the input. A process's descriptor (pidfd_open(2)) is
/// readable once the process has ended.
bool waitForInput(int fd, std::chrono::steady_clock::time_point end);

/// Reads lines from a socket between service and worker.
class LineReader
{
public:
    /// Does not own `fd`. A longer line ends the input.
    LineReader(int fd, qsizetype longest)
        : m_fd(fd)
        , m_longest(longest)
    {
    }

    /// The next line without its end. Nothing at the end of the input, and where no whole line comes within `timeout`.
    std::optional<QByteArray> next(std::chrono::milliseconds timeout);

private:
    int m_fd;
    qsizetype m_longest; ///< bytes
    QByteArray m_buffer;
};

/// Sends `line` with its end. False where the other side is gone; no signal is raised.
bool sendLine(int fd, const QByteArray &line);

}
