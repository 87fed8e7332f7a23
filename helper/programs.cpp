// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "settings.h"

#include <cerrno>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace helper
{

namespace
{
/// Absolute path, fixed arguments, an environment of its own. 0, or an errno.
int runProgram(const char *const arguments[])
{
    const pid_t pid = ::fork();
    if (pid < 0)
        return errno;
    if (pid == 0) {
        ::umask(S_IWGRP | S_IWOTH); // that of the helper is stricter, and what is made here is for others, too
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

int startPersistService()
{
    const char *const arguments[] = {"/usr/bin/systemctl", "start", "turnout-persist.service", nullptr};
    return runProgram(arguments);
}

int startTrialTimer()
{
    const char *const arguments[] = {"/usr/bin/systemctl", "start", "--no-block", "turnout-trial.timer", nullptr};
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
