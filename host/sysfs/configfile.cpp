// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "configfile.h"

#include <unistd.h>

namespace host
{

ConfigFile::ConfigFile(int fd)
    : m_fd(fd)
{
    const ssize_t length = ::pread(m_fd, m_start.data(), m_start.size(), 0);
    m_size = length > 0 ? quint16(length) : quint16(0);
}

std::optional<quint32> ConfigFile::dword(quint16 offset)
{
    if (offset < m_start.size())
        return core::ConfigBytes(QByteArrayView(m_start.data(), m_size)).dword(offset);
    std::array<char, 4> bytes{};
    if (m_size < m_start.size() || ::pread(m_fd, bytes.data(), bytes.size(), offset) != ssize_t(bytes.size()))
        return std::nullopt;
    return core::ConfigBytes(QByteArrayView(bytes.data(), bytes.size())).dword(0);
}

}
