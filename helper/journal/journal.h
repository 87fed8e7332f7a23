// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "record.h"
#include "transaction.h"

#include "host/sysfs/directory.h"

#include <functional>

namespace helper
{

/// The journal of one change, open for more records.
class JournalFile
{
public:
    /// Another process reads the record when this returns, even if this one is killed.
    core::Result<Transaction> append(const QJsonObject &record);

    const Transaction &transaction() const
    {
        return m_transaction;
    }

private:
    friend class Journal;
    JournalFile(host::FileDescriptor file, qsizetype size, Transaction transaction, std::function<void()> written)
        : m_file(std::move(file))
        , m_size(size)
        , m_transaction(std::move(transaction))
        , m_written(std::move(written))
    {
    }

    core::Result<qsizetype> write(const QJsonObject &record);

    host::FileDescriptor m_file;
    qsizetype m_size; ///< bytes
    Transaction m_transaction;
    std::function<void()> m_written;
};

/// The directory of journals, one file per change, on a file system that a reboot empties. Requires the StateLock.
class Journal
{
public:
    /// `written` runs after each record, where a test simulates that the helper is killed.
    explicit Journal(QString directory, std::function<void()> written = {})
        : m_directory(std::move(directory))
        , m_written(std::move(written))
    {
    }

    /// Creates a file with its first record and reserves the space for all others. Removes the oldest finished files.
    core::Result<JournalFile> open(const Opening &opening);

    /// What unfinished() is for.
    enum class Purpose : quint8 {
        Survey, ///< changes nothing, and the files that it returns take no records
        Recovery, ///< renames damaged files, so that they are reported only once
    };

    struct Unfinished {
        std::vector<JournalFile> files; ///< oldest first
        QList<core::Error> damaged;
        std::optional<Transaction> lastClosed; ///< its process may have been killed before it replied
    };
    /// Files that do not end in a closed record. Recovery removes files without a complete first record: nothing was done.
    core::Result<Unfinished> unfinished(Purpose purpose = Purpose::Recovery);

private:
    QString m_directory;
    std::function<void()> m_written;
};

}
