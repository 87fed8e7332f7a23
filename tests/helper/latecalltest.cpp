// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directclient.h"
#include "helper/worker/blockedfunctions.h"
#include "helper/worker/replies.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTest>

#include <sys/stat.h>

using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");
}

/// Calls into the kernel that return late or never, and how the programs that cause it are reported.
class LateCallTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBlockedCallIsReportedAndTheHelperContinues()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.set("unbind", "0000:01:00.1", "block");
        const core::Reply reply = client.ask(request);
        QCOMPARE(reply.outcome, Outcome::Blocked);
        QVERIFY(!reply.error.remedy.isEmpty());
        const auto waiting = std::ranges::count(client.progress, core::Progress::State::Waiting, &core::Progress::state);
        QCOMPARE(waiting, 1);

        // This device is busy; others can be changed, and everything can be inspected.
        const auto writes = kernel.writes();
        core::Request again = request;
        again.nonce = core::newNonce();
        QCOMPARE(client.ask(again).outcome, Outcome::Busy);
        QCOMPARE(client.ask(Verb::Recover).outcome, Outcome::Blocked);
        QCOMPARE(client.ask(Verb::Inspect).outcome, Outcome::Done);
        QCOMPARE(kernel.writes(), writes);
        QCOMPARE(client.ask(client.request(Verb::Release, address("0000:00:02.0"))).outcome, Outcome::Done);

        kernel.release();
        QTRY_COMPARE(client.ask(Verb::Recover).outcome, Outcome::Done);
        QVERIFY(kernel.state().contains("01:00.1 driver=snd_hda_intel override=(null)"));
    }

    /// A helper killed during a call may not have published it, and a scan would block, too.
    void aCallLeftByAKilledHelperIsPublishedBeforeAScan()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        kernel.set("unbind", "0000:01:00.1", "block");
        QCOMPARE(client.ask(client.request(Verb::Assign)).outcome, Outcome::Blocked);
        const QString file = kernel.tree().path("run/turnout/blocked/0000:01:00.1");
        QVERIFY(QFile::remove(file));
        core::Request power = client.request(Verb::Power, address("0000:00:02.0"));
        power.goal.idle = core::IdlePolicy::On;
        QCOMPARE(client.ask(power).outcome, Outcome::Refused);
        QVERIFY(QFile::exists(file));
        kernel.release();
    }

    /// The final scan must include the device that was published as blocked.
    void aCallThatReturnsLateSucceeds()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.set("unbind", "0000:01:00.0", "block");
        const helper::Verbs verbs(
            kernel.context(),
            [&kernel](const core::Progress &progress) {
                if (progress.state == core::Progress::State::Waiting)
                    kernel.release();
            },
            [](const QString &) {});
        const core::Reply reply = verbs.run(Verb::Assign, core::toArguments(request), 1000);
        QVERIFY2(reply.outcome == Outcome::Done, qPrintable(reply.error.text()));
        QVERIFY(QDir(kernel.tree().path("run/turnout/blocked")).isEmpty());
    }

    /// Undoing starts with a scan that must include the device.
    void aCallThatFailsLateIsUndone()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.set("drivers_probe", "0000:01:00.1", "block");
        const helper::Verbs verbs(
            kernel.context(),
            [&kernel](const core::Progress &progress) {
                if (progress.state != core::Progress::State::Waiting)
                    return;
                kernel.tree().remove("sys/bus/pci/drivers/vfio-pci"); // so that no driver can bind it
                kernel.release();
            },
            [](const QString &) {});
        const core::Reply reply = verbs.run(Verb::Assign, core::toArguments(request), 1000);
        QVERIFY2(reply.outcome == Outcome::Undone, qPrintable(reply.error.text()));
        QCOMPARE(kernel.state(), start);
    }

    /// The helper's umask denies access to others, but every reader of the machine needs these files.
    void blockedFunctionsAreReadableByAll()
    {
        const SimulatedKernel kernel;
        const auto before = ::umask(077);
        const bool added = helper::BlockedFunctions(kernel.context().runtime).add(gpu);
        ::umask(before);
        QVERIFY(added);
        for (const char *directory : {"run/turnout", "run/turnout/blocked"}) {
            const auto permissions = QFile::permissions(kernel.tree().path(directory));
            QVERIFY(permissions.testFlags(QFile::ReadOther | QFile::ExeOther));
            QVERIFY(!permissions.testFlag(QFile::WriteOther));
        }
    }

    void programsThatUseABlockedDeviceAreNamed()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.set("unbind", "0000:01:00.1", "block");
        kernel.tree().file("proc/4711/comm", "obs\n");
        QString slow;
        const helper::Verbs verbs(
            kernel.context(),
            [&kernel, &slow](const core::Progress &progress) {
                if (progress.state == core::Progress::State::Waiting)
                    slow = progress.text;
                if (progress.step == 6 && progress.state == core::Progress::State::Began) // about to unbind
                    kernel.tree().link("proc/4711/fd/7", "/dev/dri/card1");
            },
            [](const QString &) {});
        const core::Reply reply = verbs.run(Verb::Assign, core::toArguments(request), 1000);
        QCOMPARE(reply.outcome, Outcome::Blocked);
        QVERIFY2(reply.error.why.contains(u"obs (process 4711, /dev/dri/card1)"_s), qPrintable(reply.error.why));
        // Progress is broadcast.
        QVERIFY2(slow.contains(u"a program uses"_s) && !slow.contains(u"obs"_s) && !slow.contains(u"4711"_s), qPrintable(slow));
        kernel.release();
    }

    void manyOrLongProgramNamesAreShortened()
    {
        const SimulatedKernel kernel;
        for (int pid = 5000; pid < 5200; ++pid) {
            const QByteArray process = "proc/" + QByteArray::number(pid);
            kernel.tree().file(process + "/comm", "\033]0;" + QByteArray(500, 'x') + '\n');
            kernel.tree().link(process + "/fd/3", "/dev/dri/card1");
        }
        const core::Snapshot snapshot = kernel.tree().read();
        QCOMPARE(snapshot.function(gpu)->holders->processes.size(), 64);
        const QStringList names = helper::holderNames(snapshot, {gpu});
        QVERIFY2(names.first().startsWith(u"?]0;xxx"_s) && names.first().contains(u"x… (process 5"_s), qPrintable(names.first()));
        const QString sentence = helper::openIn(names);
        QVERIFY2(sentence.endsWith(u"and 59 more."_s) && sentence.size() < 640, qPrintable(sentence));
    }
};

TURNOUT_TEST(LateCallTest)

#include "latecalltest.moc"
