// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-trial-boot.service.

#include "helper/worker/audit.h"
#include "helper/worker/hardening.h"
#include "bootcheck.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    helper::refuseNewPrivileges();
    const QCoreApplication application(argc, argv);
    const auto lines = helper::endTrial(helper::HelperContext::patient());
    if (!lines) {
        helper::auditToSystem(QStringLiteral("trial: ") + lines.error().text());
        return 1;
    }
    for (const QString &line : *lines)
        helper::auditToSystem(line);
    return 0;
}
