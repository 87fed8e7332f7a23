// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtLogging>

#include <functional>

#include <csignal>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/// Runs `work` in a child process that exits at once when `work` calls `written` for the nth time. Returns whether `work`
/// finished before that.
inline bool finishesBefore(int nth, const std::function<void(const std::function<void()> &written)> &work)
{
    constexpr int powerFailed = 42;
    const pid_t pid = ::fork();
    if (pid == 0) {
        int count = 0;
        work([&count, nth] {
            if (++count == nth)
                ::_exit(powerFailed);
        });
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (!WIFEXITED(status))
        qFatal("the helper crashed");
    return WEXITSTATUS(status) != powerFailed;
}

/// The same for calls of `written` from any process that `work` forks: the first of them is killed at once, and the caller exits.
inline bool finishesBeforeInAnyProcess(int nth, const std::function<void(const std::function<void()> &written)> &work)
{
    auto *count = static_cast<int *>(::mmap(nullptr, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    *count = 0;
    const pid_t pid = ::fork();
    if (pid == 0) {
        work([count, nth, helper = ::getpid()] {
            if (++*count != nth) // no two processes write at the same time
                return;
            ::kill(helper, SIGKILL);
            ::_exit(0);
        });
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    ::munmap(count, sizeof(int));
    return WIFEXITED(status);
}
