// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "host/sysfs/directory.h"

#include <QString>

#include <chrono>

namespace helper
{

/// One writer at a time: the helper, and what resolves journals at boot. Held while this lives.
class StateLock
{
public:
    /// Waits no longer than `patience` for another holder.
    static core::Result<StateLock> take(const QString &stateDirectory, std::chrono::milliseconds timeout);

private:
    explicit StateLock(host::FileDescriptor file)
        : m_file(std::move(file))
    {
    }

    host::FileDescriptor m_file;
};

/// Makes the directory with `mode` where it is not there. An Error where it cannot be made, or is not a directory that
/// belongs to this user alone to write.
core::Result<QString> ownDirectory(const QString &path, quint32 mode);

/// What was made in it, or taken out of it, outlives a power failure from now on. Whether that is so.
bool syncDirectory(const QString &path);

}
