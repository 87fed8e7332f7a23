// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "unitprogram.h"

#include "audit.h"
#include "hardening.h"

#include <QCoreApplication>

namespace helper
{

int runUnitProgram(int argc, char **argv, const char *name, core::Result<QStringList> (*work)())
{
    forgetTheCaller();
    refuseNewPrivileges();
    const QCoreApplication application(argc, argv);
    const auto lines = work();
    if (!lines) {
        auditToSystem(QLatin1StringView(name) + QLatin1StringView(": ") + lines.error().text());
        return 1;
    }
    for (const QString &line : *lines)
        auditToSystem(line);
    return 0;
}

}
