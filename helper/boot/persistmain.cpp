// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-persist.service, for the helper, which cannot write to /etc or /boot.

#include "bootassignments.h"
#include "helper/audit.h"
#include "helper/hardening.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    const QCoreApplication application(argc, argv);
    const auto applied = helper::applyBootAssignments(helper::HelperContext());
    if (applied && applied->damage)
        helper::auditToSystem(QStringLiteral("persist: ") + applied->damage->text());
    helper::auditToSystem(applied ? QStringLiteral("persist: boot assignments applied") : QStringLiteral("persist: ") + applied.error().text());
    return applied ? 0 : 1;
}
