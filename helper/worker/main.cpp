// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/hardening.h"
#include "serve.h"

#include <QCoreApplication>

#include <csignal>

#include <unistd.h>

/// turnout-worker@.service. Its standard input is a connection to turnout-worker.socket, to which only root can connect.
int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    helper::refuseNewPrivileges();
    std::signal(SIGTERM, SIG_IGN); // finish the change when the system stops the unit
    const QCoreApplication application(argc, argv);
    return helper::serve(STDIN_FILENO, helper::HelperContext(), helper::auditToSystem);
}
