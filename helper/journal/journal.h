// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "record.h"
#include "transaction.h"

#include "host/sysfs/directory.h"

#include <functional>

namespace helper
{

/// The journal of one change, open for more records. Each append() is on the disk when it returns.
class JournalFile
{
public:
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

/// The directory of journals, one file a change, below the state directory. Only the holder of the lock uses it.
class Journal
{
public:
    /// `written` is called after each record that reached the disk: where a test lets the power fail.
    explicit Journal(QString directory, std::function<void()> written = {})
        : m_directory(std::move(directory))
        , m_written(std::move(written))
    {
    }

    /// A new file with its first record.
    core::Result<JournalFile> open(core::Verb verb, const core::PciAddress &gpu, const QList<core::Step> &steps);

    /// What becomes of those that say nothing any more: set aside they are told once.
    enum class Damaged : quint8 {
        Leave,
        SetAside
    };

    struct Unfinished {
        std::vector<JournalFile> files; ///< oldest first
        QList<core::Error> damaged; ///< to be told
    };
    /// Those that no Closed record ends. A file cut off before its first record was whole is removed: nothing was done.
    core::Result<Unfinished> unfinished(Damaged damaged = Damaged::SetAside);

private:
    QString m_directory;
    std::function<void()> m_written;
};

}
