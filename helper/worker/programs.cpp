// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helpercontext.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace helper
{

namespace
{
/// Resets signals, umask and descriptors before exec. Uses only calls that are safe in the child of a threaded process.
void resetProcess()
{
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGTERM, SIG_DFL); // the worker ignores it
    ::umask(S_IWGRP | S_IWOTH); // the helper's is stricter, but other users read what the program creates
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
}

/// `arguments` starts with the absolute path. Returns 0 or an errno.
int runProgram(const char *const arguments[])
{
    const pid_t pid = ::fork();
    if (pid < 0)
        return errno;
    if (pid == 0) {
        resetProcess();
        const char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", nullptr};
        ::execve(arguments[0], const_cast<char *const *>(arguments), const_cast<char *const *>(environment));
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOEXEC;
}
}

/// modprobe@.service ignores errors, so the caller looks for the module itself. Goes to PID 1 directly (/run/systemd/private), because
/// this process may have no system bus.
int loadWithSystemd(const char *module)
{
    constexpr std::string_view prefix = "modprobe@";
    constexpr std::string_view suffix = ".service";
    std::array<char, 96> unit{};
    const std::string_view name(module);
    if (prefix.size() + name.size() + suffix.size() >= unit.size())
        return ENAMETOOLONG;
    char *end = std::ranges::copy(prefix, unit.begin()).out;
    end = std::ranges::copy(name, end).out;
    std::ranges::copy(suffix, end);
    const char *const arguments[] = {"/usr/bin/systemctl", "start", "--", unit.data(), nullptr};
    return runProgram(arguments);
}

/// “systemctl start” waits for a unit of Type=oneshot and reports its result; TimeoutStartSec= limits the wait. A path unit
/// would report neither and would restart a failing service again and again.
int startPersistService()
{
    const char *const arguments[] = {"/usr/bin/systemctl", "start", "turnout-persist.service", nullptr};
    return runProgram(arguments);
}

int startTrialTimer()
{
    const char *const arguments[] = {"/usr/bin/systemctl", "start", "--no-block", "turnout-trial-boot.timer", nullptr};
    return runProgram(arguments);
}

int rebuildInitramfs(core::InitramfsTool tool)
{
    const char *const initramfsTools[] = {"/usr/sbin/update-initramfs", "-u", "-k", "all", nullptr};
    const char *const dracut[] = {"/usr/bin/dracut", "--force", "--regenerate-all", nullptr};
    const char *const mkinitcpio[] = {"/usr/bin/mkinitcpio", "-P", nullptr};
    switch (tool) {
    case core::InitramfsTool::InitramfsTools:
        return runProgram(initramfsTools);
    case core::InitramfsTool::Dracut:
        return runProgram(dracut);
    case core::InitramfsTool::Mkinitcpio:
        return runProgram(mkinitcpio);
    case core::InitramfsTool::Unknown:
        return ENOTSUP;
    }
    Q_UNREACHABLE_RETURN(EINVAL);
}

}
