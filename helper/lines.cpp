// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lines.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace helper
{

bool waitForInput(int fd, std::chrono::steady_clock::time_point end)
{
    pollfd input{.fd = fd, .events = POLLIN, .revents = 0};
    int ready = 0;
    do {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        ready = ::poll(&input, 1, int(std::max<qint64>(left.count(), 0)));
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

std::optional<QByteArray> LineReader::next(std::chrono::milliseconds timeout)
{
    const auto end = std::chrono::steady_clock::now() + timeout;
    std::array<char, 16 * 1024> bytes;
    for (;;) {
        if (const qsizetype at = m_buffer.indexOf('\n'); at >= 0) {
            const QByteArray line = m_buffer.first(at);
            m_buffer.remove(0, at + 1);
            return line;
        }
        if (m_buffer.size() > m_longest || !waitForInput(m_fd, end))
            return std::nullopt;
        const ssize_t count = ::recv(m_fd, bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::nullopt;
        m_buffer.append(bytes.data(), count);
    }
}

bool sendLine(int fd, const QByteArray &line)
{
    const QByteArray bytes = line + '\n';
    for (qsizetype sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(fd, bytes.constData() + sent, size_t(bytes.size() - sent), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        sent += count;
    }
    return true;
}

}
