// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helperbench.h"
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

/// Calls into the kernel that come back late or never, and what is said of whoever is the reason.
class LateCallTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBlockedCallIsToldAndTheHelperLivesOn()
    {
        const SimulatedKernel kernel;
        HelperBench bench(kernel);
        const core::Request request = bench.request(Verb::Assign);
        kernel.set("unbind", "0000:01:00.1", "block");
        const core::Reply reply = bench.ask(request);
        QCOMPARE(reply.outcome, Outcome::Blocked);
        QVERIFY(!reply.error.remedy.isEmpty());
        const auto waiting = std::ranges::count(bench.told, core::Progress::State::Waiting, &core::Progress::state);
        QCOMPARE(waiting, 1);

        // Nothing else on this one, anything on another, and it can still be looked at.
        const auto writes = kernel.writes();
        core::Request again = request;
        again.nonce = core::newNonce();
        QCOMPARE(bench.ask(again).outcome, Outcome::Busy);
        QCOMPARE(bench.ask(Verb::Recover).outcome, Outcome::Blocked);
        QCOMPARE(bench.ask(Verb::Inspect).outcome, Outcome::Done);
        QCOMPARE(kernel.writes(), writes);
        QCOMPARE(bench.ask(bench.request(Verb::Release, address("0000:00:02.0"))).outcome, Outcome::Done);

        kernel.release();
        QTRY_COMPARE(bench.ask(Verb::Recover).outcome, Outcome::Done);
        QVERIFY(kernel.state().contains("01:00.1 driver=snd_hda_intel override=(null)"));
    }

    /// A helper that is killed in the first seconds of a call leaves no mark, and whoever looks without one waits along.
    void aCallThatAnotherHelperLeftIsMarkedBeforeAnybodyLooks()
    {
        const SimulatedKernel kernel;
        HelperBench bench(kernel);
        kernel.set("unbind", "0000:01:00.1", "block");
        QCOMPARE(bench.ask(bench.request(Verb::Assign)).outcome, Outcome::Blocked);
        const QString mark = kernel.tree().path("run/turnout/blocked/0000:01:00.1");
        QVERIFY(QFile::remove(mark));
        core::Request power = bench.request(Verb::Power, address("0000:00:02.0"));
        power.goal.idle = core::IdlePolicy::On;
        QCOMPARE(bench.ask(power).outcome, Outcome::Refused);
        QVERIFY(QFile::exists(mark));
        kernel.release();
    }

    /// While it waits nobody may look at the device, but the last look is at all of it.
    void aCallThatComesBackLateIsNoFailure()
    {
        const SimulatedKernel kernel;
        HelperBench bench(kernel);
        const core::Request request = bench.request(Verb::Assign);
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

    /// Also where taking it back begins with a look at the device.
    void aCallThatFailsLateIsTakenBack()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        HelperBench bench(kernel);
        const core::Request request = bench.request(Verb::Assign);
        kernel.set("drivers_probe", "0000:01:00.1", "block");
        const helper::Verbs verbs(
            kernel.context(),
            [&kernel](const core::Progress &progress) {
                if (progress.state != core::Progress::State::Waiting)
                    return;
                kernel.tree().remove("sys/bus/pci/drivers/vfio-pci"); // there is nobody to bind it to
                kernel.release();
            },
            [](const QString &) {});
        const core::Reply reply = verbs.run(Verb::Assign, core::toArguments(request), 1000);
        QVERIFY2(reply.outcome == Outcome::Undone, qPrintable(reply.error.text()));
        QCOMPARE(kernel.state(), start);
    }

    /// The helper's own mask keeps everything to root, but these marks are for everybody who reads the machine.
    void whatIsBlockedCanBeSeenByAll()
    {
        const SimulatedKernel kernel;
        const auto before = ::umask(077);
        const bool marked = helper::BlockedFunctions(kernel.context().runtime).add(gpu);
        ::umask(before);
        QVERIFY(marked);
        for (const char *directory : {"run/turnout", "run/turnout/blocked"}) {
            const auto permissions = QFile::permissions(kernel.tree().path(directory));
            QVERIFY(permissions.testFlags(QFile::ReadOther | QFile::ExeOther));
            QVERIFY(!permissions.testFlag(QFile::WriteOther));
        }
    }

    void whoHoldsABlockedDeviceIsNamed()
    {
        const SimulatedKernel kernel;
        HelperBench bench(kernel);
        const core::Request request = bench.request(Verb::Assign);
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
        // Everybody hears of the progress.
        QVERIFY2(slow.contains(u"somebody"_s) && !slow.contains(u"obs"_s) && !slow.contains(u"4711"_s), qPrintable(slow));
        kernel.release();
    }

    void whoOpensADeviceOftenOrHasALongNameMakesNoReplyLong()
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
        const QString told = helper::openIn(names);
        QVERIFY2(told.endsWith(u"and 59 more."_s) && told.size() < 640, qPrintable(told));
    }
};

TURNOUT_TEST(LateCallTest)

#include "latecalltest.moc"
