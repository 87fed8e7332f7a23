// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "sysfswriter.h"

#include "core/snapshot/snapshot.h"

#include <chrono>

namespace helper
{

/// Loads a kernel module; returns 0 or an errno. Runs in a forked child. Success does not mean that the module is there.
using LoadCall = std::function<int(const char *module)>;
int loadWithSystemd(const char *module);

/// Runs turnout-persist.service to its end; returns 0 or an errno.
int startPersistService();
/// Starts turnout-trial-boot.timer; returns 0 or an errno.
int startTrialTimer();

/// Runs the distribution's command; returns 0 or an errno, ENOTSUP for Unknown.
int rebuildInitramfs(core::InitramfsTool tool);

/// The machine that the helper works on. The installed programs cannot change these values; only test programs do.
struct HelperContext {
    /// For programs that no user waits for: they wait for another change, even one that rebuilds an initramfs.
    static HelperContext unattended();

    QString root; ///< replaces /; empty for this machine
    QString state = QStringLiteral("/var/lib/turnout");
    QString runtime = QStringLiteral("/run/turnout");
    std::chrono::milliseconds slowCall = std::chrono::seconds(4); ///< report a call into the kernel that takes longer
    std::chrono::milliseconds callTimeout = std::chrono::seconds(30); ///< give up on a call into the kernel
    std::chrono::milliseconds lockTimeout = std::chrono::seconds(10);
    WriteCall write = ::write;
    LoadCall load = loadWithSystemd;
    std::function<int()> applyBootAssignments = startPersistService; ///< see changeBootAssignments()
    std::function<int()> startTrial = startTrialTimer; ///< see checkBoot()
    std::function<int(core::InitramfsTool tool)> rebuildInitramfs = helper::rebuildInitramfs;
    std::function<void()> journalWritten; ///< see Journal

    /// `relative`: to /
    QString pathOf(const char *relative) const
    {
        return root + QLatin1Char('/') + QLatin1StringView(relative);
    }
};

inline HelperContext HelperContext::unattended()
{
    HelperContext context;
    context.lockTimeout = std::chrono::minutes(20); // exceeds TimeoutStartSec= of turnout-persist.service
    return context;
}

}
