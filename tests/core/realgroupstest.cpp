// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/grouping.h"
#include "machinesnapshot.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Group;
using core::ShareReason;
using core::Snapshot;

namespace
{
/// Only dumps taken by root show capabilities.
bool isFullDump(const Snapshot &snapshot)
{
    return std::ranges::any_of(snapshot.functions, [](const core::Function &function) {
        return function.capabilities.known();
    });
}

QString text(const QList<core::PciAddress> &members)
{
    QStringList addresses;
    for (const core::PciAddress &address : members)
        addresses << address.toShortString();
    return addresses.join(u' ');
}

QStringList kernelsGroups(const Snapshot &snapshot)
{
    QStringList groups;
    for (const Group &group : snapshot.groups)
        groups << text(group.members);
    groups.sort();
    return groups;
}

QStringList rulesGroups(const Snapshot &snapshot)
{
    QStringList groups;
    for (const core::ExpectedGroup &group : core::expectedGroups(snapshot))
        groups << text(group.members);
    groups.sort();
    return groups;
}

void addMachines(bool full)
{
    QTest::addColumn<QString>("name");
    for (const QString &name : fixture::machineNames()) {
        const Snapshot snapshot = fixture::snapshotOf(name);
        if (!snapshot.groups.empty() && isFullDump(snapshot) == full)
            QTest::newRow(qPrintable(name)) << name;
    }
}
}

/// The rules against the groups of kernels 6.5 to 6.11 on real machines. For full dumps they agree throughout.
class RealGroupsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromFullDumpsTheRulesPredictTheKernelsGroups_data()
    {
        addMachines(true);
    }
    void fromFullDumpsTheRulesPredictTheKernelsGroups()
    {
        QFETCH(QString, name);
        const Snapshot snapshot = fixture::snapshotOf(name);
        QCOMPARE(rulesGroups(snapshot), kernelsGroups(snapshot));
        for (const core::ExpectedGroup &group : core::expectedGroups(snapshot))
            QVERIFY2(group.certain, qPrintable(text(group.members)));
    }

    void everyFullDumpIsFound()
    {
        const auto full = [](const QString &name) {
            return isFullDump(fixture::snapshotOf(name));
        };
        QCOMPARE(std::ranges::count_if(fixture::machineNames(), full), 6);
    }

    void withoutCapabilitiesTheRulesNeverMergeMoreThanTheKernel_data()
    {
        addMachines(false);
    }
    void withoutCapabilitiesTheRulesNeverMergeMoreThanTheKernel()
    {
        QFETCH(QString, name);
        const Snapshot snapshot = fixture::snapshotOf(name);
        for (const core::ExpectedGroup &expected : core::expectedGroups(snapshot)) {
            const auto group = snapshot.function(expected.members.first())->group;
            for (const core::PciAddress &member : expected.members)
                QCOMPARE(snapshot.function(member)->group, group);
            // Where the kernel merged more, the rules must not be certain.
            QVERIFY2(!expected.certain || snapshot.group(*group)->members == expected.members, qPrintable(text(expected.members)));
        }
    }

    void everySharedGroupOfEveryMachineIsExplained_data()
    {
        QTest::addColumn<QString>("name");
        for (const QString &name : fixture::machineNames())
            QTest::newRow(qPrintable(name)) << name;
    }
    void everySharedGroupOfEveryMachineIsExplained()
    {
        QFETCH(QString, name);
        const Snapshot snapshot = fixture::snapshotOf(name);
        for (const Group &group : snapshot.groups) {
            const QList<ShareReason> reasons = core::sharedBecause(snapshot, group);
            QCOMPARE(reasons.isEmpty(), group.members.size() == 1);
            for (const ShareReason &reason : reasons) {
                QVERIFY2(reason.kind != ShareReason::Kind::Unknown, qPrintable(reason.text));
                QVERIFY2(reason.kind != ShareReason::Kind::DisagreesWithRules, qPrintable(reason.text));
                QVERIFY(!reason.text.isEmpty());
                QVERIFY(snapshot.function(reason.address));
            }
        }
    }

    void theVeryPortOrDeviceIsNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint32>("group");
        QTest::addColumn<QString>("reasons");
        QTest::newRow("a processor's root port without ACS")
            << u"z490-pg4-ga102-rootport-group"_s << 1U << u"port-without-isolation 00:01.0, multifunction-without-isolation 01:00.0"_s;
        QTest::newRow("a GPU of one function and its root port") << u"precision-5540-tu117-rootport-group"_s << 2U << u"port-without-isolation 00:01.0"_s;
        QTest::newRow("a Thunderbolt switch port without ACS") << u"precision-5540-tu117-rootport-group"_s << 16U << u"port-without-isolation 03:00.0"_s;
        QTest::newRow("a GPU of four functions") << u"x570-aorus-elite-tu106"_s << 29U << u"multifunction-without-isolation 0c:00.0"_s;
        QTest::newRow("an X570 chipset port") << u"x570-aorus-elite-tu106"_s << 21U
                                              << u"port-without-isolation 03:08.0, multifunction-without-isolation 09:00.0"_s;
        QTest::newRow("a B550 chipset with a BMC's VGA behind a conventional bridge")
            << u"mc12-le0-b550-aspeed"_s << 7U
            << u"multifunction-without-isolation 01:00.0, port-without-isolation 02:06.0, port-without-isolation 02:08.0, "
               "port-without-isolation 02:09.0, conventional-bridge 03:00.0"_s;
        QTest::newRow("a B550 chipset, capabilities not read")
            << u"b550-aorus-master-vega10-pci"_s << 15U << u"multifunction-without-isolation 02:00.0 likely"_s;
        QTest::newRow("a daisy-chained X670 chipset with a dock, capabilities not read")
            << u"proart-x670e-navi31-tbdock"_s << 20U << u"port-without-isolation 06:08.0 likely"_s;
        QTest::newRow("a Renoir processor's own GPU, capabilities not read")
            << u"dell-g5-5505-navi10"_s << 6U << u"multifunction-without-isolation 00:08.0 likely, port-without-isolation 00:08.1 likely"_s;
        QTest::newRow("disks behind VMD") << u"tuf-dash-f15-vmd-ga106m"_s << 8U << u"dma-alias 00:0e.0"_s;
        QTest::newRow("a GPU and its audio, capabilities not read") << u"wrx80e-sage-ga104"_s << 30U << u"multifunction-without-isolation 41:00.0 likely"_s;
    }
    void theVeryPortOrDeviceIsNamed()
    {
        QFETCH(QString, name);
        QFETCH(quint32, group);
        const Snapshot snapshot = fixture::snapshotOf(name);
        QStringList found;
        for (const ShareReason &reason : core::sharedBecause(snapshot, *snapshot.group(core::IommuGroupId{group})))
            found << core::toKeyword(reason.kind) + u' ' + reason.address.toShortString() + (reason.certain ? QString() : u" likely"_s);
        QTEST(found.join(u", "_s), "reasons");
    }
};

TURNOUT_TEST(RealGroupsTest)
#include "realgroupstest.moc"
