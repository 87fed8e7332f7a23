// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directclient.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

#include <sys/stat.h>

using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");
}

/// Requests and their outcomes.
class VerbsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequestIsCarriedOutAndReadBack()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Reply reply = client.ask(Verb::Assign);
        QVERIFY2(reply.outcome == Outcome::Done, qPrintable(reply.error.text()));
        QVERIFY(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"));
        QCOMPARE(client.progress.size(), reply.plan->steps.size() * 2); // began, done
        QCOMPARE(client.audit, QStringList{u"assign 0000:01:00.0 by uid 1000: done"_s});
    }

    void hostSettingsAreRecordedAndRestored()
    {
        const SimulatedKernel kernel;
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.1/power/control", "on\n");
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "amdgpu\n");
        const QByteArray start = kernel.state();
        DirectClient client(kernel);
        const auto before = ::umask(077);
        const core::Reply assignReply = client.ask(Verb::Assign);
        ::umask(before);
        QVERIFY2(assignReply.outcome == Outcome::Done, qPrintable(assignReply.error.text()));
        const core::Snapshot assigned = kernel.tree().readUnprivileged();
        const core::Function *function = assigned.function(gpu);
        QVERIFY(function->hostDriver);
        QCOMPARE(function->hostDriver->driver, u"amdgpu"_s);
        QCOMPARE(function->hostDriver->driverOverride, u"amdgpu"_s);

        const core::Reply releaseReply = client.ask(Verb::Release);
        QVERIFY2(releaseReply.outcome == Outcome::Done, qPrintable(releaseReply.error.text()));
        QCOMPARE(kernel.state(), start);
        QVERIFY(!kernel.tree().read().function(gpu)->hostDriver);
    }

    void recordsOfAnotherCardInTheSlotAreIgnored()
    {
        const SimulatedKernel kernel;
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "amdgpu\n");
        DirectClient client(kernel);
        QCOMPARE(client.ask(Verb::Assign).outcome, Outcome::Done);
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/modalias", "pci:v00001002d0000731Fsv00001DA2sd0000E411bc03sc00i00\n");
        QCOMPARE(client.ask(Verb::Release).outcome, Outcome::Done);
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());
    }

    void withoutAHostDriverRecordNothingIsChanged()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.tree().file("run/turnout/host-driver-records.json/in-the-way", {});
        const core::Reply reply = client.ask(request);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY(!reply.error.what.isEmpty() && !reply.error.remedy.isEmpty());
        QVERIFY(kernel.writes().isEmpty());
    }

    void anAssignedGpuIsConfiguredAndReset()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        client.ask(Verb::Assign);
        const auto ask = [&client](Verb verb, auto change) {
            core::Goal goal = client.request(verb).goal;
            change(goal);
            return client.ask(goal);
        };
        const qsizetype writes = kernel.writes().size();
        QCOMPARE(ask(Verb::Vga,
                     [](core::Goal &goal) {
                         goal.vga = false;
                     })
                     .outcome,
                 Outcome::Done);
        QCOMPARE(ask(Verb::Power,
                     [](core::Goal &goal) {
                         goal.idle = core::IdlePolicy::D3hot;
                     })
                     .outcome,
                 Outcome::Done);
        QCOMPARE(ask(Verb::Reset,
                     [](core::Goal &goal) {
                         goal.resetMethod = u"bus"_s;
                     })
                     .outcome,
                 Outcome::Done);
        QCOMPARE(kernel.writes().sliced(writes),
                 (QList<QByteArray>{"vga_access 0000:01:00.0 off",
                                    "idle_state 0000:01:00.0 d3hot",
                                    "control 0000:01:00.0 on",
                                    "reset_method 0000:01:00.0 bus",
                                    "reset 0000:01:00.0 1",
                                    "reset_method 0000:01:00.0 flr bus",
                                    "control 0000:01:00.0 auto"}));
    }

    void aGpuInUseIsLeftAlone()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        client.ask(Verb::Assign);
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/turnout/in_use", "1\n");
        const auto writes = kernel.writes();
        for (const Verb verb : {Verb::Release, Verb::Reset}) {
            const core::Reply reply = client.ask(verb);
            QCOMPARE(reply.outcome, Outcome::Refused);
            QCOMPARE(reply.plan->findings.first().id, u"in-use"_s);
        }
        QCOMPARE(kernel.writes(), writes);
    }

    void anAchievedGoalNeedsNoWrite()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        client.ask(Verb::Assign);
        const auto writes = kernel.writes();
        QCOMPARE(client.ask(Verb::Assign).outcome, Outcome::Done);
        QCOMPARE(kernel.writes(), writes);
    }

    void aBlockerAppliesWhateverTheClientAccepts()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        core::Request request = client.request(Verb::Assign, address("0000:00:02.0")); // has a lit display
        const core::Reply reply = client.ask(request);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY(reply.plan->refused);
        QVERIFY(!reply.error.what.isEmpty());
        QVERIFY(kernel.writes().isEmpty());

        QVariantMap arguments = core::toArguments(request);
        arguments.insert(u"accepted"_s, QStringList{u"iommu-off"_s});
        QCOMPARE(client.verbs.run(Verb::Assign, arguments, 1000).outcome, Outcome::Refused);
        QVERIFY(kernel.writes().isEmpty());
    }

    void aPlanThatDiffersFromTheConfirmedOneIsNotCarriedOut()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "amdgpu\n");
        const core::Reply reply = client.ask(request);
        QCOMPARE(reply.outcome, Outcome::Changed);
        QVERIFY(reply.plan && !reply.plan->steps.isEmpty());
        QVERIFY(kernel.writes().isEmpty());
    }

    void malformedArgumentsAreRefused_data()
    {
        QTest::addColumn<QVariantMap>("change");
        QTest::newRow("another protocol") << QVariantMap{{u"protocol"_s, core::protocolVersion + 1}};
        QTest::newRow("no nonce") << QVariantMap{{u"nonce"_s, QString()}};
        QTest::newRow("a path for an address") << QVariantMap{{u"address"_s, u"../../../etc/passwd"_s}};
        QTest::newRow("a path for a driver") << QVariantMap{{u"driver"_s, u"../x"_s}};
        QTest::newRow("an unknown argument") << QVariantMap{{u"path"_s, u"/sys"_s}};
        QTest::newRow("a long address") << QVariantMap{{u"address"_s, QString(1 << 20, u'0')}};
        QTest::newRow("a number for a text") << QVariantMap{{u"address"_s, 7}};
    }

    void malformedArgumentsAreRefused()
    {
        QFETCH(QVariantMap, change);
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        QVariantMap arguments = core::toArguments(client.request(Verb::Assign));
        arguments.insert(change);
        const core::Reply reply = client.verbs.run(Verb::Assign, arguments, 1000);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY(!reply.error.what.isEmpty());
        QVERIFY(kernel.writes().isEmpty());
        QVERIFY(client.audit.value(0).startsWith(u"assign by uid 1000: refused"_s));
    }

    void onlyOneChangeRunsAtATime()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        QDir().mkpath(kernel.context().runtime);
        const auto other = helper::StateLock::take(kernel.context().runtime, std::chrono::milliseconds(0));
        QVERIFY(other.ok());
        QCOMPARE(client.ask(request).outcome, Outcome::Busy);
        QVERIFY(kernel.writes().isEmpty());
    }

    void aWritableStateDirectoryIsRefused()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        const core::Request request = client.request(Verb::Assign);
        QDir().mkpath(kernel.context().state);
        QFile::setPermissions(kernel.context().state, QFile::Permissions::fromInt(0x7777));
        QCOMPARE(client.ask(request).outcome, Outcome::Refused);
        QVERIFY(kernel.writes().isEmpty());
    }

    void aFailureIsUndoneAndReported()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        DirectClient client(kernel);
        kernel.setOnce("drivers_probe", "0000:01:00.0", "ignore");
        const core::Reply reply = client.ask(Verb::Assign);
        QCOMPARE(reply.outcome, Outcome::Undone);
        QVERIFY(!reply.error.what.isEmpty() && !reply.error.remedy.isEmpty());
        QCOMPARE(kernel.state(), start);

        // Undo progress counts in core::undo() of all steps that began; the probe without effect needs no undo.
        QList<int> undone;
        for (const core::Progress &progress : std::as_const(client.progress)) {
            if (progress.state == core::Progress::State::Undoing)
                undone += progress.step;
        }
        const QList<core::Step> all =
            core::undo(reply.plan->steps.first(std::ranges::count(client.progress, core::Progress::State::Began, &core::Progress::state)));
        QVERIFY(!undone.contains(0) && std::ranges::is_sorted(undone) && undone.size() < all.size());
        QVERIFY(std::ranges::any_of(undone, [&all](int step) {
            return all[step].action == core::Action::SetDriverOverride;
        }));
    }

    void inspectAndPowerDoNotResolveAnInterruptedChange()
    {
        const SimulatedKernel kernel;
        DirectClient client(kernel);
        QDir().mkpath(kernel.context().runtime + u"/journal"_s);
        helper::Journal journal(kernel.context().runtime + u"/journal"_s);
        const QList<core::Step> steps = core::plan(kernel.tree().read(), client.request(Verb::Assign).goal).steps;
        QVERIFY(journal.open({.verb = Verb::Assign, .gpu = gpu, .steps = steps, .cards = {}, .result = {}}).ok());

        QCOMPARE(client.ask(Verb::Inspect).outcome, Outcome::Done);
        core::Request power = client.request(Verb::Power);
        power.goal.idle = core::IdlePolicy::D3hot;
        power.fingerprint = core::plan(kernel.tree().read(), power.goal).fingerprint;
        const core::Reply refused = client.ask(power);
        QCOMPARE(refused.outcome, Outcome::Busy);
        QVERIFY(refused.error.remedy.contains(u"turnout recover"_s));
        QCOMPARE(journal.unfinished()->files.size(), 1u);

        QCOMPARE(client.ask(Verb::Recover).outcome, Outcome::Done);
        QVERIFY(journal.unfinished()->files.empty());
        QVERIFY(kernel.writes().isEmpty());
    }

    void inspectChangesNothing()
    {
        const SimulatedKernel kernel;
        kernel.tree().file("proc/iomem", "e0000000-e0ffffff : 0000:01:00.0\n");
        DirectClient client(kernel);
        const core::Reply reply = client.ask(Verb::Inspect);
        QCOMPARE(reply.outcome, Outcome::Done);
        const QJsonObject report = QJsonDocument::fromJson(reply.report).object();
        QVERIFY(!report.value(u"snapshot"_s).toObject().isEmpty());
        QVERIFY(kernel.writes().isEmpty());
    }
};

TURNOUT_TEST(VerbsTest)

#include "verbstest.moc"
