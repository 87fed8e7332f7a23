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

/// Calls that may never return, in a child process.
class GuardedCallTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theResultIsReturned_data()
    {
        QTest::addColumn<int>("error");
        for (const int error : {0, EBUSY, EINVAL, ENODEV, ETIMEDOUT})
            QTest::addRow("%d", error) << error;
    }

    void theResultIsReturned()
    {
        QFETCH(int, error);
        GuardedCall call = prepared([error] {
            return error;
        });
        call.start();
        QCOMPARE(call.wait(5s), (CallOutcome{Kind::Finished, error}));
    }

    void aBlockedCallIsLeftRunning()
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

    void withoutStartTheCallIsNotMade()
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

    /// Otherwise a child that blocks for days would keep the lock and the bus name.
    void theChildClosesOtherDescriptors()
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

    void aReusedProcessNumberIsDetected()
    {
        auto me = helper::processWithPid(::getpid());
        QVERIFY(me && helper::isRunning(*me));
        helper::ProcessId earlier = *me;
        ++earlier.startTime;
        QVERIFY(!helper::isRunning(earlier));
    }
};

TURNOUT_TEST(GuardedCallTest)

#include "guardedcalltest.moc"
