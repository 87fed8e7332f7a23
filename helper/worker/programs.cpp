// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helpercontext.h"

#include <cerrno>
#include <csignal>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace helper
{

namespace
{
/// Nothing of this process but its rights goes to the program: signals, mask and descriptors are as for one that is started
/// from nowhere. Only calls that a child of a process with threads may make.
void forgetTheParent()
{
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr); // see holdTermination()
    ::signal(SIGPIPE, SIG_DFL); // which D-Bus ignores
    ::umask(S_IWGRP | S_IWOTH); // that of the helper is stricter, and what is made here is for others, too
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
}

/// Absolute path, fixed arguments, an environment of its own. 0, or an errno.
int runProgram(const char *const arguments[])
{
    const pid_t pid = ::fork();
    if (pid < 0)
        return errno;
    if (pid == 0) {
        forgetTheParent();
        const char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", nullptr};
        ::execve(arguments[0], const_cast<char *const *>(arguments), const_cast<char *const *>(environment));
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOEXEC;
}
}

int loadWithModprobe(const char *module)
{
    const char *const arguments[] = {"/sbin/modprobe", "--quiet", "--", module, nullptr};
    return runProgram(arguments);
}

/// The helper needs the end of the work and how it ended, for which “systemctl start” waits with a unit of Type=oneshot;
/// TimeoutStartSec= of the unit ends it. It talks to systemd over a socket below /run, which the helper's confinement leaves
/// it, and names a unit and nothing else. A path unit that watches for the note would start the same unit with fewer words, but
/// tell neither, and start it again and again where it fails.
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
        return 0;
    }
    Q_UNREACHABLE_RETURN(EINVAL);
}

}
