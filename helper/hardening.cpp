// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hardening.h"

#include <cstdio>
#include <cstdlib>

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace helper
{

namespace
{
[[noreturn]] void giveUp()
{
    std::perror("turnout");
    std::exit(1);
}
}

void forgetTheCaller()
{
    constexpr mode_t ownerOnly = 077;
    ::umask(ownerOnly);
    const bool done =
        ::clearenv() == 0 && ::setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1) == 0 && ::setenv("LANG", "C.UTF-8", 1) == 0 && ::chdir("/") == 0;
    if (!done)
        giveUp();
}

void refuseNewPrivileges()
{
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        giveUp();
}

}
