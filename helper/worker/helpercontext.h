// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "sysfswriter.h"

#include "core/snapshot/snapshot.h"

#include <chrono>

namespace helper
{

/// Loads a module by its name: 0, or an errno. Runs in a forked child.
using LoadCall = std::function<int(const char *module)>;
int loadWithModprobe(const char *module);

/// Starts turnout-persist.service and waits for its end: 0, or an errno.
int startPersistService();
/// Has turnout-trial-boot.timer begin: 0, or an errno.
int startTrialTimer();

/// The distribution's own command, with fixed arguments and a clean environment: 0, also where there is no such tool; else
/// an errno.
int rebuildInitramfs(core::InitramfsTool tool);

/// What the helper works on. The installed one has these values and no way to change them; only a test's own program
/// sets others.
struct HelperContext {
    /// For what runs by itself: nobody waits for it, so it waits for another's change, even one that builds an initramfs.
    static HelperContext patient();

    QString root; ///< what stands for /; empty: this machine
    QString state = QStringLiteral("/var/lib/turnout");
    QString runtime = QStringLiteral("/run/turnout");
    std::chrono::milliseconds slow = std::chrono::seconds(4); ///< one call into the kernel takes this long: it is told
    std::chrono::milliseconds timeout = std::chrono::seconds(30); ///< with one call into the kernel, all in all
    std::chrono::milliseconds lockTimeout = std::chrono::seconds(10);
    WriteCall write = ::write;
    LoadCall load = loadWithModprobe;
    std::function<int()> applyBootAssignments = startPersistService; ///< see changeBootAssignments()
    std::function<int()> startTrial = startTrialTimer; ///< see checkBoot()
    std::function<int(core::InitramfsTool tool)> rebuildInitramfs = helper::rebuildInitramfs;
    std::function<void()> journalWritten; ///< see Journal
};

inline HelperContext HelperContext::patient()
{
    HelperContext context;
    context.lockTimeout = std::chrono::minutes(20); // longer than turnout-persist.service may take
    return context;
}

}
