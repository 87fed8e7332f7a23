// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/configspace.h"

#include <array>

namespace host
{

/// The config space behind an open sysfs `config` file: the first 256 bytes in one read, each register beyond in
/// one of its own when it is asked for. Does not own the descriptor.
class ConfigFile final : public core::ConfigSource
{
public:
    explicit ConfigFile(int fd);

    std::optional<quint32> dword(quint16 offset) override;
    quint16 size() const override
    {
        return m_size;
    }

private:
    int m_fd;
    std::array<char, 256> m_start{};
    quint16 m_size = 0; ///< of m_start
};

}
