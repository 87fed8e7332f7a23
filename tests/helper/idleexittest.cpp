// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/service/idleexit.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

/// The service leans on details of KAuth that are no interface. The bus tests show that they are there.
class IdleExitTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theServiceDoesNotRunWhereKAuthDiffers()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            QObject responder; // without KAuth's timer
            helper::IdleExit::install(&responder);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 1);
    }
};

TURNOUT_TEST(IdleExitTest)

#include "idleexittest.moc"
