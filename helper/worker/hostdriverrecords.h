// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"

#include "core/operation/hostdriverrecords.h"
#include "core/operation/plan.h"

namespace helper
{

/// Keeps the note of how the host had the functions that Turnout gave away: core::hostDriverRecordsFile, for all to read. Only
/// the holder of the lock uses it.
class HostDriverRecordFile
{
public:
    explicit HostDriverRecordFile(const HelperContext &context)
        : m_directory(context.runtime)
    {
    }

    /// Adds what the plan takes from the host; done before its first write. An Error where it cannot be noted.
    core::Result<core::HostDriverRecords> take(const core::Snapshot &snapshot, const core::Plan &plan) const;

    /// Drops the functions that the plan gave back; what cannot be dropped only stays there until the next boot.
    void forget(const core::Plan &plan) const;

private:
    QString path() const;
    core::HostDriverRecords read() const;
    core::Result<core::HostDriverRecords> write(const core::HostDriverRecords &states) const;

    QString m_directory;
};

}
