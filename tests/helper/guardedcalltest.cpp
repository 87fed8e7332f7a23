// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/guardedcall.h"
#include "tests/tools/registered.h"

#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using helper::CallOutcome;
using helper::GuardedCall;
using namespace std::chrono_literals;
using Kind = CallOutcome::Kind;

namespace
{
GuardedCall prepared(const std::function<int()> &call, int keep = -1)
{
    auto made = GuardedCall::prepare(call, keep);
    if (!made)
        qFatal("%s", qPrintable(made.error().text()));
    return std::move(made).value();
}

int waitForever()
{
    while (true)
        ::pause();
}
}

/// A call that may never return is made by a child process.
class GuardedCallTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatTheCallGivesIsHandedOn_data()
    {
        QTest::addColumn<int>("error");
        for (const int error : {0, EBUSY, EINVAL, ENODEV, ETIMEDOUT})
            QTest::addRow("%d", error) << error;
    }

    void whatTheCallGivesIsHandedOn()
    {
        QFETCH(int, error);
        GuardedCall call = prepared([error] {
            return error;
        });
        call.start();
        QCOMPARE(call.wait(5s), (CallOutcome{Kind::Finished, error}));
    }

    void aCallThatDoesNotReturnIsLeftAlone()
    {
        GuardedCall call = prepared(waitForever);
        call.start();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(call.wait(50ms).kind, Kind::Blocked);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(helper::isRunning(call.child()));

        ::kill(pid_t(call.child().pid), SIGKILL);
        QCOMPARE(call.wait(5s).kind, Kind::Died);
        QVERIFY(!helper::isRunning(call.child()));
    }

    void nothingHappensUnlessItIsStarted()
    {
        const QTemporaryDir directory;
        const QByteArray trace = directory.filePath(QStringLiteral("trace")).toLocal8Bit();
        {
            const GuardedCall call = prepared([&trace] {
                return ::mkdir(trace.constData(), 0700);
            });
        }
        QVERIFY(!QFileInfo::exists(QString::fromLocal8Bit(trace)));
    }

    /// Else a child that waits for days would keep the lock, and the name on the bus.
    void theChildHoldsNothingButWhatItNeeds()
    {
        const int kept = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        const int other = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        GuardedCall call = prepared(
            [kept, other] {
                const bool keptIsOpen = ::fcntl(kept, F_GETFD) != -1;
                const bool otherIsOpen = ::fcntl(other, F_GETFD) != -1;
                return keptIsOpen && !otherIsOpen ? 0 : EBADF;
            },
            kept);
        call.start();
        QCOMPARE(call.wait(5s), CallOutcome{});
        ::close(kept);
        ::close(other);
    }

    void anotherProcessWithTheSameNumberIsNotTakenForIt()
    {
        auto me = helper::processWithPid(::getpid());
        QVERIFY(me && helper::isRunning(*me));
        helper::ProcessId earlier = *me;
        ++earlier.startTime;
        QVERIFY(!helper::isRunning(earlier));
        helper::ProcessId beforeReboot = *me;
        beforeReboot.bootId = QStringLiteral("another");
        QVERIFY(!helper::isRunning(beforeReboot));
    }
};

TURNOUT_TEST(GuardedCallTest)

#include "guardedcalltest.moc"
