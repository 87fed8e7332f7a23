// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/preflight.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Goal;
using core::Plan;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;

namespace
{
constexpr std::array changing{Verb::Assign, Verb::Release, Verb::Power, Verb::Vga, Verb::Reset, Verb::Persist};

/// With what the verb needs, and all that a user may accept.
Goal anyGoal(Verb verb, const char *address)
{
    Goal wish = goal(verb);
    wish.gpu = at(address);
    if (verb == Verb::Power)
        wish.idle = core::IdlePolicy::D3cold;
    if (verb == Verb::Vga)
        wish.vga = false;
    if (verb == Verb::Assign || verb == Verb::Persist)
        wish.accepted = {u"display-in-use"_s, u"group-not-viable"_s};
    return wish;
}

QStringList blockers(const Plan &plan)
{
    QStringList ids;
    for (const core::Finding &finding : plan.findings) {
        if (finding.severity == core::Severity::Blocker)
            ids << finding.id;
    }
    return ids;
}

/// Ids in the table of docs/findings.md about addresses and drivers.
QSet<QString> documentedIds()
{
    QFile file(QStringLiteral(TURNOUT_DOCS "/findings.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = file.readAll();
    const qsizetype begin = text.indexOf("# For every verb");
    QSet<QString> ids;
    for (const QByteArray &line : text.mid(begin, text.indexOf("\n## ", begin) - begin).split('\n')) {
        if (line.startsWith("| `"))
            ids.insert(QString::fromUtf8(line.split('`').value(1)));
    }
    return ids;
}

/// The GPU knows the modules that are made for it; `change` comes after.
core::Snapshot withAliases(const fixture::Change &change = {})
{
    return assigned([&change](SnapshotBuilder &builder) {
        gpuOf(builder).modalias = u"pci:v000010DEd00001F02"_s;
        gpuOf(builder).vfioCandidates = {{u"nvgrace_gpu_vfio_pci"_s, 5}, {u"turnout_vfio_pci"_s, 6}, {u"vfio_pci"_s, 7}};
        gpuOf(builder).moduleCandidates = {u"nvidiafb"_s, u"nouveau"_s};
        if (change)
            change(builder);
    });
}

void withoutAliases(SnapshotBuilder &builder)
{
    gpuOf(builder).vfioCandidates.clear();
    gpuOf(builder).moduleCandidates.clear();
}

void notedDriver(SnapshotBuilder &builder)
{
    gpuOf(builder).hostDriver = core::HostDriverState();
    gpuOf(builder).hostDriver->driver = u"bochs-drm"_s;
}
}

/// Goals that are refused in any state of the machine.
class GoalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingButAGpuChangesHands_data()
    {
        QTest::addColumn<quint32>("classCode");
        QTest::newRow("a disk") << SnapshotBuilder::nvme;
        QTest::newRow("a network card") << SnapshotBuilder::ethernet;
        QTest::newRow("a sound card") << SnapshotBuilder::audio;
        QTest::newRow("a USB controller") << SnapshotBuilder::usb;
        QTest::newRow("a bridge") << SnapshotBuilder::bridge;
        QTest::newRow("a host bridge") << 0x060000U;
        QTest::newRow("an old VGA device") << 0x000100U;
    }
    void nothingButAGpuChangesHands()
    {
        QFETCH(quint32, classCode);
        for (const QString &driver : {QString(), u"vfio-pci"_s}) {
            const core::Snapshot snapshot = spare([&](SnapshotBuilder &builder) {
                core::Function &function = builder.add("02:00.0", classCode, 7);
                function.runtimePm.automatic = true;
                function.d3coldAllowed = true;
                function.resetMethods = QStringList{u"flr"_s};
                if (!driver.isEmpty())
                    function.driver = driver;
            });
            for (const Verb verb : changing) {
                const Plan plan = core::plan(snapshot, anyGoal(verb, "02:00.0"));
                QVERIFY2(plan.refused && plan.steps.isEmpty(), qPrintable(core::toKeyword(verb)));
                QCOMPARE(blockers(plan), QStringList{u"not-a-gpu"_s});
                QCOMPARE(plan.findings.size(), 1);
                QVERIFY(plan.findings.first().text.startsWith(u"02:00.0 is not a GPU."_s));
                QCOMPARE(plan.findings.first().remedy, u"Choose one of the GPUs at 00:02.0, 01:00.0."_s);
            }
        }
        QVERIFY(!core::isAcceptable(u"not-a-gpu"_s));
    }

    void aVerbTakesOnlyWhatItsRowSays()
    {
        for (int number = 0; number <= int(Verb::Recover); ++number) {
            const auto verb = Verb(number);
            const core::VerbProperties &row = core::propertiesOf(verb);
            QCOMPARE(core::verbFromKeyword(core::toKeyword(verb)), verb);
            QVERIFY(core::isValid(anyGoal(verb, "01:00.0")));
            const auto isTaken = [&](auto member, const auto &value) {
                Goal wish = anyGoal(verb, "01:00.0");
                wish.*member = value;
                return core::isValid(wish);
            };
            QCOMPARE(isTaken(&Goal::driver, u"vfio-pci"_s), row.drivers == core::VerbProperties::Drivers::Vfio);
            QCOMPARE(isTaken(&Goal::driver, u"nouveau"_s), row.drivers == core::VerbProperties::Drivers::Host);
            QCOMPARE(isTaken(&Goal::idle, core::IdlePolicy::On), row.needsIdlePolicy);
            QCOMPARE(isTaken(&Goal::vga, true), row.needsVga);
            QCOMPARE(isTaken(&Goal::resetMethod, u"flr"_s), row.takesResetMethod);
            QCOMPARE(isTaken(&Goal::accepted, QStringList{u"display-in-use"_s}), row.takesAccepted);
            QCOMPARE(isTaken(&Goal::nextBootOnly, true), row.takesNextBootOnly);
            QCOMPARE(isTaken(&Goal::with, QList{at("01:00.2")}), row.takesCompanions);
            QCOMPARE(isTaken(&Goal::without, QList{at("01:00.1")}), row.takesCompanions);
            QVERIFY(!row.needsFingerprint || row.needsAddress);
            QVERIFY(!row.takesNextBootOnly || row.isBootAssignment);
        }
    }

    void companionsAreSortedSetsWithoutTheGpuOrContradictions()
    {
        const auto isTaken = [](const QList<core::PciAddress> &with, const QList<core::PciAddress> &without) {
            Goal wish = anyGoal(Verb::Assign, "01:00.0");
            wish.with = with;
            wish.without = without;
            return core::isValid(wish);
        };
        QVERIFY(isTaken({at("01:00.1"), at("01:00.2")}, {at("01:00.3")}));
        QVERIFY(!isTaken({at("01:00.2"), at("01:00.1")}, {}));
        QVERIFY(!isTaken({at("01:00.1"), at("01:00.1")}, {}));
        QVERIFY(!isTaken({at("01:00.1")}, {at("01:00.1")}));
        QVERIFY(!isTaken({at("01:00.0")}, {}));
        QVERIFY(!isTaken({}, {at("01:00.0")}));
        QList<core::PciAddress> many;
        for (quint8 bus = 1; bus <= 17; ++bus)
            many.append({.domain = 0, .bus = bus, .device = 1, .function = 0});
        QVERIFY(!isTaken(many, {}));
    }

    void theSoundOfAGpuIsNoGoalByItself()
    {
        for (const Verb verb : changing)
            QCOMPARE(blockers(core::plan(assigned(), anyGoal(verb, "01:00.1"))), QStringList{u"not-a-gpu"_s});
        // Its verdict while the user only looks is a different matter.
        QCOMPARE_NE(core::verdict(core::preflight(spare(), at("01:00.1"))), core::Verdict::Blocked);
    }

    void aVirtualFunctionIsAGpuByItsClass()
    {
        const core::Snapshot snapshot = spare([](SnapshotBuilder &builder) {
            for (const auto &[address, classCode] : {std::pair("01:00.2", SnapshotBuilder::vga), std::pair("01:00.3", SnapshotBuilder::ethernet)}) {
                core::Function &function = builder.add(address, classCode, 5, "00:03.1");
                function.physicalFunction = at("01:00.0");
                function.driver = u"i915"_s;
                function.holders = core::Holders{{}, true};
            }
        });
        const Plan plan = core::plan(snapshot, anyGoal(Verb::Assign, "01:00.2"));
        QVERIFY(!plan.refused);
        QVERIFY(!plan.steps.isEmpty());
        for (const core::Step &step : plan.steps)
            QCOMPARE(step.address, at("01:00.2"));
        QCOMPARE(blockers(core::plan(snapshot, anyGoal(Verb::Assign, "01:00.3"))), QStringList{u"not-a-gpu"_s});
    }

    void aGpuWithVirtualFunctionsStaysWhereItIs()
    {
        const fixture::Change shared = [](SnapshotBuilder &builder) {
            gpuOf(builder).runtimePm.automatic = true;
            builder.add("01:00.2", SnapshotBuilder::vga, 5, "00:03.1").physicalFunction = at("01:00.0");
        };
        const QStringList blocked{u"has-virtual-functions"_s};
        QCOMPARE(blockers(core::plan(spare(shared), anyGoal(Verb::Assign, "01:00.0"))), blocked);
        QCOMPARE(blockers(core::plan(assigned(shared), anyGoal(Verb::Release, "01:00.0"))), blocked);
        QCOMPARE(blockers(core::plan(assigned(shared), anyGoal(Verb::Reset, "01:00.0"))), blocked);
        QCOMPARE(blockers(core::plan(assigned(shared), anyGoal(Verb::Power, "01:00.0"))), QStringList());
        // At the next boot no driver has made any yet.
        QCOMPARE(blockers(core::plan(spare(shared), anyGoal(Verb::Persist, "01:00.0"))), QStringList());
        QVERIFY(!core::isAcceptable(blocked.first()));
    }

    void onlyDriversThatAreMadeForTheGpuGetIt_data()
    {
        QTest::addColumn<Verb>("verb");
        QTest::addColumn<fixture::Change>("change");
        QTest::addColumn<QString>("driver");
        QTest::addColumn<bool>("fits");
        const fixture::Change known;
        const auto neither = [](SnapshotBuilder &builder) {
            withoutAliases(builder);
        };
        const auto onlyNoted = [](SnapshotBuilder &builder) {
            withoutAliases(builder);
            notedDriver(builder);
        };
        for (const Verb verb : {Verb::Assign, Verb::Persist}) {
            const auto row = [verb](const char *name, const fixture::Change &change, const QString &driver, bool fits) {
                QTest::addRow("%s: %s", qPrintable(core::toKeyword(verb)), name) << verb << change << driver << fits;
            };
            row("vfio-pci takes everything", known, u"vfio-pci"_s, true);
            row("ours is for displays", known, u"turnout_vfio_pci"_s, true);
            row("a variant driver for this very GPU", known, u"nvgrace_gpu_vfio_pci"_s, true);
            row("the same, as it may call itself", known, u"nvgrace-gpu-vfio-pci"_s, true);
            row("a variant driver for network cards", known, u"mlx5_vfio_pci"_s, false);
            row("an unknown driver", known, u"my_own_vfio_pci"_s, false);
            row("vfio-pci, where no alias is known", neither, u"vfio-pci"_s, true);
            row("ours, where no alias is known", neither, u"turnout_vfio_pci"_s, true);
            row("a variant driver, where no alias is known", neither, u"nvgrace_gpu_vfio_pci"_s, false);
        }
        const auto row = [](const char *name, const fixture::Change &change, const QString &driver, bool fits) {
            QTest::addRow("release: %s", name) << Verb::Release << change << driver << fits;
        };
        row("a driver whose alias matches", known, u"nouveau"_s, true);
        row("the driver that the host had", notedDriver, u"bochs-drm"_s, true);
        row("another, whose alias matches", notedDriver, u"nvidiafb"_s, true);
        row("a driver for disks", known, u"nvme"_s, false);
        row("a driver that takes what it is given", known, u"pci-stub"_s, false);
        row("a driver that the host did not have", known, u"bochs-drm"_s, false);
        row("the driver that the host had, where no alias is known", onlyNoted, u"bochs-drm"_s, true);
        row("another, where no alias is known", onlyNoted, u"nouveau"_s, false);
        row("any, where nothing is known", neither, u"nouveau"_s, false);
    }
    void onlyDriversThatAreMadeForTheGpuGetIt()
    {
        QFETCH(Verb, verb);
        QFETCH(fixture::Change, change);
        QFETCH(QString, driver);
        QFETCH(bool, fits);
        const Plan plan = core::plan(withAliases(change), goal(verb, driver));
        QCOMPARE(plan.refused, !fits);
        QCOMPARE(blockers(plan), fits ? QStringList() : QStringList{u"driver-mismatch"_s});
        if (fits)
            return;
        const core::Finding &finding = plan.findings.first();
        QVERIFY(finding.text.contains(driver) && !finding.remedy.isEmpty());
        QVERIFY2(finding.evidence.contains(u"/modules.alias: "_s) && finding.evidence.contains(u"pci:v000010DEd00001F02"_s), qPrintable(finding.evidence));
        QVERIFY(!core::isAcceptable(finding.id));
    }

    void whatFitsInsteadIsNamed()
    {
        const auto text = [](Verb verb, const fixture::Change &change, const QString &driver) {
            return core::plan(withAliases(change), goal(verb, driver)).findings.first().text;
        };
        const QString variant = text(Verb::Assign, {}, u"mlx5_vfio_pci"_s);
        QVERIFY2(variant.contains(u"nvgrace_gpu_vfio_pci, turnout_vfio_pci, vfio-pci."_s), qPrintable(variant));
        const QString unknown = text(Verb::Assign, withoutAliases, u"mlx5_vfio_pci"_s);
        QVERIFY2(unknown.contains(u"cannot tell whether"_s) && unknown.contains(u"turnout_vfio_pci, vfio-pci."_s), qPrintable(unknown));
        const QString host = text(Verb::Release, notedDriver, u"nvme"_s);
        QVERIFY2(host.contains(u"bochs-drm, nvidiafb, nouveau."_s), qPrintable(host));
        QVERIFY(text(Verb::Release, withoutAliases, u"nvme"_s).contains(u"cannot tell whether"_s));
    }

    void readingAndUndoingHaveNoBlockers()
    {
        for (const Verb verb : {Verb::Inspect, Verb::Unpersist, Verb::Recover}) {
            for (const char *address : {"01:00.0", "00:03.1", "0a:00.0"}) {
                const Plan plan = core::plan(assigned(), anyGoal(verb, address));
                QVERIFY(!plan.refused);
                QVERIFY(plan.findings.isEmpty() && plan.steps.isEmpty());
            }
        }
    }

    void theseFindingsAreDocumented()
    {
        QCOMPARE(documentedIds(), (QSet<QString>{u"not-a-gpu"_s, u"driver-mismatch"_s, u"boot-image-unknown"_s, u"not-optional"_s}));
    }
};

TURNOUT_TEST(GoalTest)

#include "goaltest.moc"
