// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-persist.service, for the helper, which may not write to /etc or /boot itself.

#include "helper/worker/audit.h"
#include "bootassignments.h"
#include "helper/worker/hardening.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    helper::forgetTheCaller();
    const QCoreApplication application(argc, argv);
    const auto done = helper::applyBootAssignments(helper::HelperContext());
    if (done && done->damage)
        helper::auditToSystem(QStringLiteral("persist: ") + done->damage->text());
    helper::auditToSystem(done ? QStringLiteral("persist: what is to be at every start is stored") : QStringLiteral("persist: ") + done.error().text());
    return done ? 0 : 1;
}
