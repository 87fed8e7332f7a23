// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "settings.h"

#include <cerrno>

#include <sys/wait.h>
#include <unistd.h>

namespace helper
{

int loadWithModprobe(const char *module)
{
    const pid_t pid = ::fork();
    if (pid < 0)
        return errno;
    if (pid == 0) {
        const char *const arguments[] = {"modprobe", "--quiet", "--", module, nullptr};
        const char *const environment[] = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", nullptr};
        ::execve("/sbin/modprobe", const_cast<char *const *>(arguments), const_cast<char *const *>(environment));
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) { }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : ENOEXEC;
}

}
