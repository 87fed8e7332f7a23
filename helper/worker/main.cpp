// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/hardening.h"
#include "serve.h"

#include <QCoreApplication>

#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace
{
/// The connection to turnout-worker.socket, to which only root can connect, is the standard input of turnout-worker@.service. A child
/// that blocks for days must not keep it.
int takeConnection()
{
    const int connection = ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing >= 0 && ::dup2(nothing, STDIN_FILENO) == STDIN_FILENO)
        ::close(nothing);
    return connection;
}
}

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    helper::refuseNewPrivileges();
    std::signal(SIGTERM, SIG_IGN); // finish the change when the system stops the unit
    const QCoreApplication application(argc, argv);
    return helper::serve(takeConnection(), helper::HelperContext(), helper::auditToSystem);
}
