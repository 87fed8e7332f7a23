// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "host/sysfs/directory.h"

#include <QString>

#include <chrono>

namespace helper
{

/// Serializes changes: the helper and the programs that run at boot. Released on destruction.
class StateLock
{
public:
    /// An Error where another process still holds it after `timeout`.
    static core::Result<StateLock> take(const QString &runtimeDirectory, std::chrono::milliseconds timeout, const char *file = "lock");

private:
    explicit StateLock(host::FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    host::FileDescriptor m_file;
};

}
