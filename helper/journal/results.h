// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/request.h"
#include "host/sysfs/directory.h"

#include <chrono>

namespace helper
{

/// The file that gets the reply to one request. Locked until this object, and so the process that works on the request, ends.
class ResultFile
{
public:
    const QString &name() const
    {
        return m_name;
    }
    void write(const core::Reply &reply) const;
    /// For a reply that is not worth keeping.
    void remove() const;

private:
    friend class Results;
    ResultFile(QString path, host::FileDescriptor file)
        : m_path(std::move(path))
        , m_name(m_path.section(QLatin1Char('/'), -1))
        , m_file(std::move(file))
    {
    }

    QString m_path;
    QString m_name;
    host::FileDescriptor m_file;
};

/// The replies to the last requests, RUNTIME/results. They outlive the service, which may end at any moment; root-only,
/// because a reply names programs of other users.
class Results
{
public:
    explicit Results(const QString &runtimeDirectory);

    /// Makes a file for the reply to a request of `uid`, with space reserved for the reply. Removes the oldest ones of the same
    /// user.
    core::Result<ResultFile> open(qint64 uid, const QString &nonce) const;

    /// Recovery adds the reply that a killed process did not write. Does nothing where there is one, or the process still runs.
    void complete(const QString &name, core::Outcome outcome, const core::Error &error) const;

    /// The reply to the request `nonce` of `uid`. Waits while a process works on it. Nothing where there is no such request;
    /// the outcome Busy after `timeout`.
    std::optional<core::Reply> wait(qint64 uid, const QString &nonce, std::chrono::milliseconds timeout) const;

private:
    QStringList names() const;
    void removeOldest(qint64 uid) const;

    QString m_runtime;
    QString m_directory;
};

}
