// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "settings.h"

#include "core/hoststates.h"
#include "core/plan.h"

namespace helper
{

/// Keeps the note of how the host had the functions that Turnout gave away: core::hostStatesFile, for all to read. Only
/// the holder of the lock uses it.
class HostNotes
{
public:
    explicit HostNotes(const Settings &settings)
        : m_directory(settings.runtime)
    {
    }

    /// Adds what the plan takes from the host; done before its first write. An Error where it cannot be noted.
    core::Result<core::HostStates> take(const core::Snapshot &snapshot, const core::Plan &plan) const;

    /// Drops the functions that the plan gave back; what cannot be dropped only stays there until the next boot.
    void forget(const core::Plan &plan) const;

private:
    QString path() const;
    core::HostStates read() const;
    core::Result<core::HostStates> write(const core::HostStates &states) const;

    QString m_directory;
};

}
