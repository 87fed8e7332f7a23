// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"

#include "core/operation/hostdriverrecords.h"
#include "core/operation/plan.h"

namespace helper
{

/// Maintains core::hostDriverRecordsFile, which says how the host had the functions that Turnout assigned. Requires the
/// StateLock.
class HostDriverRecordFile
{
public:
    explicit HostDriverRecordFile(const HelperContext &context)
        : m_directory(context.runtime)
    {
    }

    /// Adds the functions that the plan takes from the host. Call before its first write.
    core::Result<core::HostDriverRecords> add(const core::Snapshot &snapshot, const core::Plan &plan) const;

    /// Removes the functions that the plan returned to the host. On failure they stay until the next boot, harmlessly.
    void remove(const core::Plan &plan) const;

private:
    QString path() const;
    core::HostDriverRecords read() const;
    core::Result<core::HostDriverRecords> write(const core::HostDriverRecords &records) const;

    QString m_directory;
};

}
