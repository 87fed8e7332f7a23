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
    /// The record is on the disk when this returns.
    core::Result<Transaction> append(const QJsonObject &record);

    const Transaction &transaction() const
    {
        return m_transaction;
    }

private:
    friend class Journal;
    JournalFile(host::FileDescriptor file, Records records, Transaction transaction, std::function<void()> written)
        : m_file(std::move(file))
        , m_records(std::move(records))
        , m_transaction(std::move(transaction))
        , m_written(std::move(written))
    {
    }

    host::FileDescriptor m_file;
    Records m_records;
    Transaction m_transaction;
    std::function<void()> m_written;
};

/// The directory of journals, one file per change. Requires the StateLock.
class Journal
{
public:
    /// `written` runs after each record that reached the disk, where a test simulates a power failure.
    explicit Journal(QString directory, std::function<void()> written = {})
        : m_directory(std::move(directory))
        , m_written(std::move(written))
    {
    }

    /// Creates a file with its first record. Removes the oldest finished files.
    core::Result<JournalFile> open(core::Verb verb, const core::PciAddress &gpu, const QList<core::Step> &steps);

    /// What unfinished() does with damaged files. Renamed ones are reported only once.
    enum class Damaged : quint8 {
        Keep,
        Rename
    };

    struct Unfinished {
        std::vector<JournalFile> files; ///< oldest first
        QList<core::Error> damaged;
    };
    /// Files that do not end in a closed record. Removes files without a complete first record: nothing was done.
    core::Result<Unfinished> unfinished(Damaged damaged = Damaged::Rename);

private:
    QString m_directory;
    std::function<void()> m_written;
};

}
