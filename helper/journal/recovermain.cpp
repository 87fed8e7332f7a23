// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run at boot by turnout-recover.service: resolves what was under way when the computer stopped.

#include "helper/worker/hardening.h"
#include "helper/worker/verbs.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    helper::refuseNewPrivileges();
    const QCoreApplication application(argc, argv);
    const auto lines = helper::resolveLeftovers(helper::HelperContext::patient());
    if (!lines) {
        helper::auditToSystem(QStringLiteral("recover: ") + lines.error().text());
        return 1;
    }
    for (const QString &line : *lines)
        helper::auditToSystem(line);
    return 0;
}
