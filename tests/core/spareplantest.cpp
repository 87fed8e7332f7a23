// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "plansamples.h"
#include "tests/tools/registered.h"
#include "wording.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Goal;
using core::IdlePolicy;
using core::Plan;
using core::Unread;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::lines;
using fixture::SnapshotBuilder;
using fixture::spare;

namespace
{
/// A GPU on turnout_vfio_pci and its audio on vfio-pci, suspended as deep as allowed, with their own port.
core::Snapshot suspended(const fixture::Change &change = {})
{
    return assigned([&change](SnapshotBuilder &builder) {
        for (const char *address : {"01:00.0", "01:00.1"}) {
            builder.at(address).runtimePm.automatic = true;
            builder.at(address).d3coldAllowed = true;
        }
        builder.at("00:03.1").d3coldAllowed = true;
        gpuOf(builder).turnoutDriver = core::TurnoutDriver();
        gpuOf(builder).turnoutDriver->vgaAccess = true;
        gpuOf(builder).turnoutDriver->idleState = u"d3cold"_s;
        gpuOf(builder).turnoutDriver->inUse = false;
        if (change)
            change(builder);
    });
}

/// The same with the GPU on vfio-pci.
core::Snapshot generic(const fixture::Change &change = {})
{
    return suspended([&change](SnapshotBuilder &builder) {
        gpuOf(builder).driver = u"vfio-pci"_s;
        gpuOf(builder).driverOverride = u"vfio-pci"_s;
        gpuOf(builder).turnoutDriver.reset();
        if (change)
            change(builder);
    });
}

Goal power(IdlePolicy policy)
{
    Goal wish = goal(Verb::Power);
    wish.idle = policy;
    return wish;
}

Goal vga(bool on)
{
    Goal wish = goal(Verb::Vga);
    wish.vga = on;
    return wish;
}

Goal reset(const QString &method = {})
{
    Goal wish = goal(Verb::Reset);
    wish.resetMethod = method;
    return wish;
}

QString blockers(const Plan &plan)
{
    QStringList ids;
    for (const core::Finding &finding : core::blockersLeft(plan))
        ids << finding.id;
    return ids.join(u", "_s);
}

/// "caution shared-port"
QString ids(const Plan &plan)
{
    QStringList keywords;
    for (const core::Finding &finding : plan.findings)
        keywords << core::toKeyword(finding.severity) + u' ' + finding.id;
    return keywords.join(u", "_s);
}

/// Ids in the table of docs/findings.md for these verbs.
QSet<QString> documentedIds()
{
    QFile file(QStringLiteral(TURNOUT_DOCS "/findings.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const qsizetype begin = text.indexOf("# Before power, vga and reset");
    QSet<QString> ids;
    for (const QByteArray &line : text.mid(begin, text.indexOf("\n## ", begin) - begin).split('\n')) {
        if (line.startsWith("| `"))
            ids.insert(QString::fromUtf8(line.split('`').value(1)));
    }
    return ids;
}

struct Refusal {
    const char *sentence;
    core::Snapshot snapshot;
    Goal goal;
    const char *blockers;
};

QList<Refusal> refusals()
{
    const fixture::Change open = [](SnapshotBuilder &builder) {
        gpuOf(builder).turnoutDriver->inUse = true;
    };
    const fixture::Change soundOpen = [](SnapshotBuilder &builder) {
        builder.at("01:00.1").holders = fixture::heldBy(u"qemu-system-x86"_s, u"/dev/vfio/2"_s);
    };
    const fixture::Change threeD = [](SnapshotBuilder &builder) {
        gpuOf(builder).classCode = 0x030200;
    };
    const fixture::Change unbound = [](SnapshotBuilder &builder) {
        gpuOf(builder).driver = Unread::Absent;
    };
    const fixture::Change framebuffer = [](SnapshotBuilder &builder) {
        gpuOf(builder).driver = Unread::Absent;
        gpuOf(builder).firmwareFramebuffer = u"BOOTFB"_s;
    };
    const fixture::Change unreadable = [](SnapshotBuilder &builder) {
        gpuOf(builder).driver = Unread::NeedsPermission;
    };
    const fixture::Change noPower = [](SnapshotBuilder &builder) {
        gpuOf(builder).runtimePm = {};
    };
    const fixture::Change virtualFunctions = [](SnapshotBuilder &builder) {
        builder.add("01:00.2", SnapshotBuilder::vga, 5, "00:03.1").physicalFunction = at("01:00.0");
    };
    const fixture::Change noMethods = [](SnapshotBuilder &builder) {
        gpuOf(builder).resetMethods = QStringList();
    };
    return {
        {"power of a GPU that is open", suspended(open), power(IdlePolicy::D3hot), "in-use"},
        {"vga of a GPU that is open", suspended(open), vga(false), "in-use"},
        {"reset of a GPU that is open", suspended(open), reset(), "in-use"},
        {"reset of a GPU whose sound is open", suspended(soundOpen), reset(), "in-use"},
        {"power of a GPU on the host", spare(), power(IdlePolicy::D3hot), "not-assigned"},
        {"vga of a GPU on the host", spare(), vga(false), "not-assigned"},
        {"reset of a GPU on the host", spare(), reset(), "not-assigned"},
        {"power of a GPU without a driver", spare(unbound), power(IdlePolicy::On), "not-assigned"},
        {"reset of a GPU with the firmware framebuffer", spare(framebuffer), reset(), "display-in-use"},
        {"reset of a GPU whose driver could not be read", spare(unreadable), reset(), "not-assigned"},
        {"power of a GPU without runtime power management", generic(noPower), power(IdlePolicy::On), "no-power-control"},
        {"vga without turnout_vfio_pci", generic(), vga(false), "vga-needs-turnout-driver"},
        {"vga of a GPU that is no VGA controller", suspended(threeD), vga(false), "no-legacy-vga"},
        {"reset without a method", suspended(noMethods), reset(), "no-reset"},
        {"reset of a GPU with virtual functions", suspended(virtualFunctions), reset(), "has-virtual-functions"},
        {"reset by a method it does not have", suspended(), reset(u"pm"_s), "reset-method-missing"},
        {"a function that is not there", core::Snapshot(), reset(), "no-such-function"},
    };
}
}

/// Plans for a GPU that is assigned to VMs: power, vga, reset.
class SparePlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idlePolicies_data()
    {
        QTest::addColumn<bool>("ours");
        QTest::addColumn<IdlePolicy>("policy");
        QTest::addColumn<QStringList>("steps");
        QTest::newRow("turnout_vfio_pci, on") << true << IdlePolicy::On
                                  << QStringList{u"set-power-control 01:00.1 on: auto -> on"_s, u"set-idle-state 01:00.0 d0: d3cold -> d0"_s};
        QTest::newRow("turnout_vfio_pci, d3hot") << true << IdlePolicy::D3hot << QStringList{u"set-idle-state 01:00.0 d3hot: d3cold -> d3hot"_s};
        QTest::newRow("turnout_vfio_pci, d3cold") << true << IdlePolicy::D3cold << QStringList();
        QTest::newRow("turnout_vfio_pci, auto") << true << IdlePolicy::Auto << QStringList();
        QTest::newRow("vfio-pci, on") << false << IdlePolicy::On
                                      << QStringList{u"set-power-control 01:00.1 on: auto -> on"_s, u"set-power-control 01:00.0 on: auto -> on"_s};
        QTest::newRow("vfio-pci, d3hot") << false << IdlePolicy::D3hot
                                         << QStringList{u"set-d3cold-allowed 01:00.1 0: 1 -> 0"_s, u"set-d3cold-allowed 01:00.0 0: 1 -> 0"_s};
        QTest::newRow("vfio-pci, d3cold") << false << IdlePolicy::D3cold << QStringList();
    }
    void idlePolicies()
    {
        QFETCH(bool, ours);
        QFETCH(IdlePolicy, policy);
        const Plan plan = core::plan(ours ? suspended() : generic(), power(policy));
        QVERIFY(!plan.refused);
        QTEST(lines(plan), "steps");
    }

    void autoAllowsSuspendAgain()
    {
        const Plan plan = core::plan(generic([](SnapshotBuilder &builder) {
                                         gpuOf(builder).runtimePm.automatic = false;
                                     }),
                                     power(IdlePolicy::Auto));
        QCOMPARE(lines(plan), QStringList{u"set-power-control 01:00.0 auto: on -> auto"_s});
    }

    void d3coldThatTurnoutForbadeIsAllowedAgain()
    {
        for (const IdlePolicy policy : {IdlePolicy::D3cold, IdlePolicy::Auto}) {
            const Plan plan = core::plan(generic([](SnapshotBuilder &builder) {
                                             gpuOf(builder).d3coldAllowed = false;
                                             gpuOf(builder).hostDriver = core::HostDriverState();
                                             gpuOf(builder).hostDriver->d3coldAllowed = true;
                                         }),
                                         power(policy));
            QCOMPARE(lines(plan), QStringList{u"set-d3cold-allowed 01:00.0 1: 0 -> 1"_s});
            QCOMPARE(ids(plan), QString());
        }
    }

    void d3coldThatTheSystemForbidsStaysForbidden_data()
    {
        QTest::addColumn<QByteArray>("forbidding");
        QTest::addColumn<bool>("noted");
        QTest::newRow("the port") << QByteArray("00:03.1") << false;
        QTest::newRow("the GPU") << QByteArray("01:00.0") << false;
        QTest::newRow("its audio") << QByteArray("01:00.1") << false;
        QTest::newRow("the GPU, also by the record of the host") << QByteArray("01:00.0") << true;
    }
    void d3coldThatTheSystemForbidsStaysForbidden()
    {
        QFETCH(QByteArray, forbidding);
        QFETCH(bool, noted);
        const auto forbidden = [&](SnapshotBuilder &builder) {
            core::Function &function = builder.at(forbidding.constData());
            function.d3coldAllowed = false;
            if (noted) {
                function.hostDriver = core::HostDriverState();
                function.hostDriver->d3coldAllowed = false;
            }
        };
        for (const core::Snapshot &snapshot : {suspended(forbidden), generic(forbidden)}) {
            const Plan cold = core::plan(snapshot, power(IdlePolicy::D3cold));
            QVERIFY(!cold.refused);
            QCOMPARE(lines(cold), QStringList());
            QCOMPARE(ids(cold), u"caution d3cold-forbidden"_s);
            const core::Finding &finding = cold.findings.first();
            const QString file = u"/sys/bus/pci/devices/0000:"_s + QString::fromLatin1(forbidding) + u"/d3cold_allowed"_s;
            QCOMPARE(finding.evidence, file + u": 0"_s);
            QVERIFY2(finding.remedy.contains(u"Write 1 to "_s + file), qPrintable(finding.remedy));

            const Plan automatic = core::plan(snapshot, power(IdlePolicy::Auto));
            QCOMPARE(lines(automatic), QStringList());
            QCOMPARE(ids(automatic), u"note d3cold-forbidden"_s);
        }
    }

    void anIrreversibleD3coldChangeIsReported()
    {
        const Plan unnoted = core::plan(generic(), power(IdlePolicy::D3hot));
        QCOMPARE(ids(unnoted), u"caution d3cold-not-restorable"_s);
        QVERIFY2(unnoted.findings.first().remedy.contains(u"0000:01:00.0/d3cold_allowed"_s), qPrintable(unnoted.findings.first().remedy));
        const Plan noted = core::plan(generic([](SnapshotBuilder &builder) {
                                          for (const char *address : {"01:00.0", "01:00.1"}) {
                                              builder.at(address).hostDriver = core::HostDriverState();
                                              builder.at(address).hostDriver->d3coldAllowed = true;
                                          }
                                      }),
                                      power(IdlePolicy::D3hot));
        QCOMPARE(ids(noted), QString());
        QCOMPARE(ids(core::plan(suspended(), power(IdlePolicy::D3hot))), QString()); // turnout_vfio_pci restores its own state
    }

    void aPortThatServesOthersIsLeftAlone()
    {
        const Plan plan = core::plan(suspended([](SnapshotBuilder &builder) {
                                         builder.add("01:01.0", SnapshotBuilder::nvme, 4, "00:03.1");
                                     }),
                                     power(IdlePolicy::D3cold));
        QVERIFY(!plan.refused);
        QCOMPARE(lines(plan), QStringList());
        QCOMPARE(plan.findings.first().id, u"shared-port"_s);
    }

    void legacyVgaIsSetThroughTurnoutsDriver()
    {
        const Plan plan = core::plan(suspended(), vga(false));
        QVERIFY(!plan.refused);
        QCOMPARE(lines(plan), QStringList{u"set-vga-access 01:00.0 off: on -> off"_s});
        QCOMPARE(lines(core::plan(suspended(), vga(true))), QStringList());
    }

    void aResetByAChosenMethodRestoresTheOrder()
    {
        QCOMPARE(lines(core::plan(suspended(), reset())), QStringList{u"reset 01:00.0 :  -> "_s});
        QCOMPARE(lines(core::plan(suspended(), reset(u"bus"_s))),
                 (QStringList{u"set-power-control 01:00.0 on: auto -> on"_s,
                              u"set-reset-method 01:00.0 bus: flr bus -> bus"_s,
                              u"reset 01:00.0 :  -> "_s,
                              u"set-reset-method 01:00.0 flr bus: bus -> flr bus"_s,
                              u"set-power-control 01:00.0 auto: on -> auto"_s}));
        const Plan unbound = core::plan(spare([](SnapshotBuilder &builder) {
                                            gpuOf(builder).driver = Unread::Absent;
                                        }),
                                        reset());
        QVERIFY(!unbound.refused);
        QCOMPARE(lines(unbound), QStringList{u"reset 01:00.0 :  -> "_s});
    }

    void refused_data()
    {
        QTest::addColumn<int>("row");
        const QList<Refusal> rows = refusals();
        for (int i = 0; i < rows.size(); ++i)
            QTest::newRow(rows[i].sentence) << i;
    }
    void refused()
    {
        QFETCH(int, row);
        const Refusal refusal = refusals().at(row);
        const Plan plan = core::plan(refusal.snapshot, refusal.goal);
        QVERIFY(plan.refused);
        QVERIFY(plan.steps.isEmpty());
        QCOMPARE(blockers(plan), QString::fromLatin1(refusal.blockers));
        for (const core::Finding &finding : plan.findings) {
            QVERIFY2(!finding.text.isEmpty() && !finding.evidence.isEmpty() && !finding.remedy.isEmpty(), qPrintable(finding.id));
            QVERIFY2(fixture::isWellWorded(finding), qPrintable(finding.text + u'|' + finding.remedy));
        }
    }

    void findingsAboutTheHostDoNotBlock()
    {
        // The group, the boot display and the last GPU matter only to assign.
        const Plan plan = core::plan(suspended([](SnapshotBuilder &builder) {
                                         builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
                                         gpuOf(builder).bootVga = true;
                                     }),
                                     power(IdlePolicy::On));
        QVERIFY(!plan.refused);
    }

    void everyFindingOfTheseVerbsIsDocumented()
    {
        // aPortThatServesOthersIsLeftAlone, d3coldThatTheSystemForbidsStaysForbidden, anIrreversibleD3coldChangeIsReported
        QSet<QString> seen{u"shared-port"_s, u"d3cold-forbidden"_s, u"d3cold-not-restorable"_s};
        for (const Refusal &refusal : refusals())
            seen.insert(blockers(core::plan(refusal.snapshot, refusal.goal)));
        const QSet<QString> documented = documentedIds();
        QVERIFY(documented.size() >= 6);
        for (const QString &id : documented)
            QVERIFY2(seen.contains(id), qPrintable(id));
        seen -= {u"display-in-use"_s, u"has-virtual-functions"_s, u"in-use"_s, u"no-reset"_s, u"no-such-function"_s}; // in the table before
        for (const QString &id : std::as_const(seen))
            QVERIFY2(documented.contains(id), qPrintable(id));
    }
};

TURNOUT_TEST(SparePlanTest)

#include "spareplantest.moc"
