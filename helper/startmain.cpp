// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-start.service.

#include "audit.h"
#include "hardening.h"
#include "start.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    helper::refuseNewPrivileges();
    const QCoreApplication application(argc, argv);
    const auto lines = helper::checkStart(helper::Settings::patient());
    if (!lines) {
        helper::auditToSystem(QStringLiteral("start: ") + lines.error().text());
        return 1;
    }
    for (const QString &line : *lines)
        helper::auditToSystem(line);
    return 0;
}
