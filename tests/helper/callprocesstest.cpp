// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/callprocess.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

using helper::CallOutcome;
using helper::CallProcess;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Kind = CallOutcome::Kind;

namespace
{
CallProcess started(const helper::WriteCall &write, const helper::LoadCall &load = {})
{
    auto made = CallProcess::start(write, load);
    if (!made)
        qFatal("%s", qPrintable(made.error().text()));
    return std::move(made).value();
}

ssize_t waitForever(int, const void *, size_t)
{
    while (true)
        ::pause();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
}

/// Calls that may never return, in a child process.
class CallProcessTest : public QObject
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
        CallProcess process = started([error](int, const void *, size_t size) {
            errno = error;
            return error == 0 ? ssize_t(size) : -1;
        });
        process.beginWrite(STDERR_FILENO, "value");
        QCOMPARE(process.wait(60s), (CallOutcome{Kind::Finished, error}));
    }

    void aShortWriteIsAnError()
    {
        CallProcess process = started([](int, const void *, size_t size) {
            return ssize_t(size) - 1;
        });
        process.beginWrite(STDERR_FILENO, "value");
        QCOMPARE(process.wait(60s), (CallOutcome{Kind::Finished, EIO}));
    }

    /// One process for all calls: starting one takes longer than most calls.
    void callsAreMadeOneAfterTheOther()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"file"_s);
        CallProcess process = started(::write, [](const char *module) {
            return QByteArrayView(module) == "vfio_pci" ? 0 : ENOEXEC;
        });
        const qint64 pid = process.id().pid;
        for (const QByteArray &value : {"one\n"_ba, "two\n"_ba, QByteArray(4096, 'x')}) {
            const int file = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
            process.beginWrite(file, value);
            ::close(file);
            QCOMPARE(process.wait(60s), CallOutcome{});
        }
        QCOMPARE(contentOf(path), "one\ntwo\n" + QByteArray(4096, 'x'));
        process.beginLoad("vfio_pci");
        QCOMPARE(process.wait(60s), CallOutcome{});
        process.beginLoad("other");
        QCOMPARE(process.wait(60s), (CallOutcome{Kind::Finished, ENOEXEC}));
        QCOMPARE(process.id().pid, pid);
    }

    void aBlockedCallIsLeftRunning()
    {
        CallProcess process = started(waitForever);
        process.beginWrite(STDERR_FILENO, "value");
        QCOMPARE(process.wait(50ms).kind, Kind::Blocked);
        QVERIFY(helper::isRunning(process.id()));

        ::kill(pid_t(process.id().pid), SIGKILL);
        QCOMPARE(process.wait(60s).kind, Kind::Died);
        QTRY_VERIFY(!helper::isRunning(process.id()));
    }

    void anUnusedProcessExits()
    {
        helper::ProcessId id;
        {
            const CallProcess process = started(::write);
            id = process.id();
            QVERIFY(helper::isRunning(id));
        }
        QTRY_VERIFY_WITH_TIMEOUT(!helper::isRunning(id), 60'000);
    }

    /// As when the worker was killed, or gave up waiting.
    void aProcessExitsAfterTheCallThatWasBlocked()
    {
        const QTemporaryDir directory;
        const QString path = directory.filePath(u"released"_s);
        helper::ProcessId id;
        {
            CallProcess process = started([&path](int, const void *, size_t size) {
                while (!QFile::exists(path))
                    ::usleep(1000);
                return ssize_t(size);
            });
            process.beginWrite(STDERR_FILENO, "value");
            QCOMPARE(process.wait(10ms).kind, Kind::Blocked);
            id = process.id();
        }
        QVERIFY(helper::isRunning(id));
        QFile released(path);
        QVERIFY(released.open(QIODevice::WriteOnly));
        QTRY_VERIFY_WITH_TIMEOUT(!helper::isRunning(id), 60'000);
    }

    /// Otherwise a child that blocks for days would keep the lock and the service's socket.
    void theChildClosesOtherDescriptors()
    {
        const int passed = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        const int other = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
        CallProcess process = started([other](int fd, const void *, size_t size) {
            int open = 0;
            for (int i = STDERR_FILENO + 1; i < 1024; ++i)
                open += ::fcntl(i, F_GETFD) != -1 ? 1 : 0;
            const bool isOther = fd != other && ::fcntl(other, F_GETFD) != -1;
            errno = EBADF;
            return open <= 2 && !isOther ? ssize_t(size) : -1; // its socket and the file
        });
        process.beginWrite(passed, "value");
        QCOMPARE(process.wait(60s), CallOutcome{});
        ::close(passed);
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

TURNOUT_TEST(CallProcessTest)

#include "callprocesstest.moc"
