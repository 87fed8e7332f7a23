// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/iommu/isolation.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Acs;
using core::Function;
using core::Isolation;
using core::PcieType;
using core::ShareReason;
using core::Snapshot;
using fixture::at;
using fixture::SnapshotBuilder;

namespace
{
constexpr quint16 allAcs = core::requiredAcs;

void makePort(Function &function, PcieType type, std::optional<Acs> acs = Acs{.capability = allAcs, .control = allAcs})
{
    function.capabilities = core::Capabilities();
    core::Capabilities capabilities;
    capabilities.pcieType = type;
    capabilities.acs = acs;
    function.capabilities = capabilities;
}

/// A root port with a GPU and its audio behind it, all in the groups given.
SnapshotBuilder gpuBehindPort(std::optional<Acs> portAcs, quint32 portGroup, quint32 gpuGroup)
{
    SnapshotBuilder builder;
    makePort(builder.add("00:01.0", SnapshotBuilder::bridge, portGroup), PcieType::RootPort, portAcs);
    makePort(builder.add("01:00.0", SnapshotBuilder::vga, gpuGroup, "00:01.0"), PcieType::LegacyEndpoint, {});
    makePort(builder.add("01:00.1", SnapshotBuilder::audio, gpuGroup, "00:01.0"), PcieType::Endpoint, {});
    return builder;
}

QStringList reasons(const Snapshot &snapshot, quint32 group)
{
    QStringList found;
    for (const ShareReason &reason : core::sharedBecause(snapshot, *snapshot.group(core::IommuGroupId{group})))
        found << core::toKeyword(reason.kind) + u' ' + reason.address.toShortString() + (reason.certain ? QString() : u" likely"_s);
    return found;
}
}

class GroupingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acsBitsThatThePortLacksCountAsHardWiredOn_data()
    {
        QTest::addColumn<quint16>("capability");
        QTest::addColumn<quint16>("control");
        QTest::addColumn<bool>("isolates");
        QTest::newRow("all there and on") << quint16(0x1f) << quint16(0x1d) << true;
        QTest::newRow("all there, all off") << quint16(0x1f) << quint16(0) << false;
        QTest::newRow("Upstream Forwarding there and off") << quint16(0x1d) << quint16(0x0d) << false;
        QTest::newRow("Upstream Forwarding not there") << quint16(0x0d) << quint16(0x0d) << true;
        QTest::newRow("the capability has no bits") << quint16(0) << quint16(0) << true;
        QTest::newRow("only Egress Control and Translation Blocking off") << quint16(0x3f) << quint16(0x1d) << true;
    }
    void acsBitsThatThePortLacksCountAsHardWiredOn()
    {
        QFETCH(quint16, capability);
        QFETCH(quint16, control);
        SnapshotBuilder builder;
        makePort(builder.add("00:01.0", SnapshotBuilder::bridge), PcieType::RootPort, Acs{.capability = capability, .control = control});
        const Snapshot snapshot = builder.snapshot();
        QTEST(core::isolation(snapshot, snapshot.functions.front()) == Isolation::Isolates, "isolates");
    }

    void whetherAFunctionIsolatesFollowsItsType_data()
    {
        QTest::addColumn<std::optional<PcieType>>("type");
        QTest::addColumn<bool>("multifunction");
        QTest::addColumn<bool>("isolates");
        using Type = std::optional<PcieType>;
        QTest::newRow("conventional PCI never does") << Type() << false << false;
        QTest::newRow("a PCIe-to-PCI bridge never does") << Type(PcieType::PcieToPciBridge) << false << false;
        QTest::newRow("a PCI-to-PCIe bridge never does") << Type(PcieType::PciToPcieBridge) << false << false;
        QTest::newRow("an event collector never does") << Type(PcieType::RootComplexEventCollector) << false << false;
        QTest::newRow("a root port needs ACS") << Type(PcieType::RootPort) << false << false;
        QTest::newRow("a downstream port needs ACS") << Type(PcieType::DownstreamPort) << false << false;
        QTest::newRow("an upstream port alone has no peers") << Type(PcieType::UpstreamPort) << false << true;
        QTest::newRow("an upstream port among others needs ACS") << Type(PcieType::UpstreamPort) << true << false;
        QTest::newRow("an endpoint alone has no peers") << Type(PcieType::Endpoint) << false << true;
        QTest::newRow("an endpoint among others needs ACS") << Type(PcieType::Endpoint) << true << false;
    }
    void whetherAFunctionIsolatesFollowsItsType()
    {
        QFETCH(std::optional<PcieType>, type);
        QFETCH(bool, multifunction);
        SnapshotBuilder builder;
        Function &function = builder.add("00:01.0", SnapshotBuilder::bridge);
        core::Capabilities capabilities;
        capabilities.pcieType = type;
        function.capabilities = capabilities;
        function.multifunction = multifunction;
        const Snapshot snapshot = builder.snapshot();
        QTEST(core::isolation(snapshot, snapshot.functions.front()) == Isolation::Isolates, "isolates");
    }

    void unreadCapabilitiesLeaveIsolationUnknown()
    {
        SnapshotBuilder builder;
        builder.add("00:01.0", SnapshotBuilder::bridge).capabilities = core::Unread::NeedsPermission;
        const Snapshot snapshot = builder.snapshot();
        QCOMPARE(core::isolation(snapshot, snapshot.functions.front()), Isolation::Unknown);
    }

    void quirksOverrideCapabilities_data()
    {
        QTest::addColumn<quint32>("ids");
        QTest::addColumn<PcieType>("type");
        QTest::addColumn<bool>("isolates");
        QTest::newRow("X79 root port") << 0x80861d10U << PcieType::RootPort << true;
        QTest::newRow("9 series root port") << 0x80868c92U << PcieType::RootPort << true;
        QTest::newRow("no root port of the 9 series") << 0x80868c91U << PcieType::RootPort << false;
        QTest::newRow("100 series root port") << 0x8086a11fU << PcieType::RootPort << true;
        QTest::newRow("200 series root port") << 0x8086a2eaU << PcieType::RootPort << true;
        QTest::newRow("300 series root port has real ACS") << 0x8086a340U << PcieType::RootPort << false;
        QTest::newRow("processor root port") << 0x80861901U << PcieType::RootPort << false;
        QTest::newRow("Intel root complex endpoint") << 0x80869a49U << PcieType::RootComplexEndpoint << true;
        QTest::newRow("I350") << 0x80861521U << PcieType::Endpoint << true;
        QTest::newRow("GeForce") << 0x10de1f02U << PcieType::Endpoint << false;
    }
    void quirksOverrideCapabilities()
    {
        QFETCH(quint32, ids);
        QFETCH(PcieType, type);
        SnapshotBuilder builder;
        Function &function = builder.add("00:1c.0", type == PcieType::RootPort ? SnapshotBuilder::bridge : SnapshotBuilder::ethernet);
        makePort(function, type, {});
        function.vendor = quint16(ids >> 16);
        function.device = quint16(ids);
        function.multifunction = true;
        const Snapshot snapshot = builder.snapshot();
        QTEST(core::isolation(snapshot, snapshot.functions.front()) == Isolation::Isolates, "isolates");
    }

    void aPortWithIsolationStaysOutOfTheGroupOfWhatIsBehindIt()
    {
        const Snapshot snapshot = gpuBehindPort(Acs{.capability = allAcs, .control = allAcs}, 1, 2).snapshot();
        QCOMPARE(core::expectedGroups(snapshot),
                 (QList<core::ExpectedGroup>{{.members = {at("00:01.0")}, .certain = true}, {.members = {at("01:00.0"), at("01:00.1")}, .certain = true}}));
        QCOMPARE(reasons(snapshot, 1), QStringList());
        QCOMPARE(reasons(snapshot, 2), QStringList{u"multifunction-without-isolation 01:00.0"_s});
    }

    void theDisabledAcsBitsAreNamed()
    {
        const Snapshot snapshot = gpuBehindPort(Acs{.capability = allAcs, .control = 0x0d}, 1, 1).snapshot();
        QCOMPARE(reasons(snapshot, 1), (QStringList{u"port-without-isolation 00:01.0"_s, u"multifunction-without-isolation 01:00.0"_s}));
        const QString text = core::sharedBecause(snapshot, snapshot.groups.front()).first().text;
        QVERIFY2(text.contains(u"Upstream Forwarding is off"_s), qPrintable(text));
    }

    void aSuspendedPortIsNamedAsLikelyAndNotWoken()
    {
        SnapshotBuilder builder = gpuBehindPort({}, 1, 1);
        builder.add("00:01.0", SnapshotBuilder::bridge, 1).capabilities = core::Unread::Suspended;
        const Snapshot snapshot = builder.snapshot();
        QCOMPARE(reasons(snapshot, 1), (QStringList{u"port-without-isolation 00:01.0 likely"_s, u"multifunction-without-isolation 01:00.0"_s}));
        const QString text = core::sharedBecause(snapshot, snapshot.groups.front()).first().text;
        QVERIFY2(text.contains(u"00:01.0 is suspended and was not woken"_s), qPrintable(text));
    }

    void aCardAloneInItsGroupNeedsNoOtherSlot()
    {
        const Snapshot snapshot = gpuBehindPort({}, 1, 1).snapshot();
        for (const ShareReason &reason : core::sharedBecause(snapshot, snapshot.groups.front()))
            QVERIFY2(reason.remedy.startsWith(u"No change is needed"_s), qPrintable(reason.remedy));
    }

    void anotherCardBehindThePortCallsForAnotherSlot()
    {
        SnapshotBuilder builder = gpuBehindPort({}, 1, 1);
        makePort(builder.add("01:01.0", SnapshotBuilder::nvme, 1, "00:01.0"), PcieType::Endpoint, {});
        const Snapshot snapshot = builder.snapshot();
        const ShareReason reason = core::sharedBecause(snapshot, snapshot.groups.front()).first();
        QCOMPARE(reason.address, at("00:01.0"));
        QVERIFY2(reason.remedy.contains(u"another root port"_s), qPrintable(reason.remedy));
    }

    void everythingBehindAConventionalBridgeSharesItsGroup()
    {
        SnapshotBuilder builder;
        makePort(builder.add("00:1c.0", SnapshotBuilder::bridge, 1), PcieType::RootPort);
        makePort(builder.add("03:00.0", SnapshotBuilder::bridge, 2, "00:1c.0"), PcieType::PcieToPciBridge, {});
        builder.add("04:00.0", SnapshotBuilder::audio, 2, "03:00.0");
        builder.add("04:01.0", SnapshotBuilder::ethernet, 2, "03:00.0");
        QCOMPARE(reasons(builder.snapshot(), 2), QStringList{u"conventional-bridge 03:00.0"_s});
        QCOMPARE(core::expectedGroups(builder.snapshot()).size(), 2);
    }

    void aMarvellControllerThatSendsAsFunctionOneSharesItsGroup()
    {
        SnapshotBuilder builder;
        makePort(builder.add("00:1c.0", SnapshotBuilder::bridge, 1), PcieType::RootPort);
        for (const char *address : {"02:00.0", "02:00.1"}) {
            // With ACS the two would stay apart; the requester ID is what joins them.
            Function &function = builder.add(address, 0x010601, 2, "00:1c.0");
            makePort(function, PcieType::LegacyEndpoint);
            function.vendor = 0x1b4b;
            function.device = 0x9123;
        }
        QCOMPARE(reasons(builder.snapshot(), 2), QStringList{u"dma-alias 02:00.0"_s});
    }

    void virtualFunctionsHaveGroupsOfTheirOwn()
    {
        SnapshotBuilder builder;
        makePort(builder.add("00:01.0", SnapshotBuilder::bridge, 1), PcieType::RootPort);
        makePort(builder.add("01:00.0", SnapshotBuilder::vga, 2, "00:01.0"), PcieType::Endpoint, {});
        for (const char *address : {"01:00.1", "01:00.2"}) {
            Function &function = builder.add(address, SnapshotBuilder::vga, quint32(address[6] - '0' + 2), "00:01.0");
            makePort(function, PcieType::Endpoint, {});
            function.physicalFunction = at("01:00.0");
        }
        QCOMPARE(core::expectedGroups(builder.snapshot()).size(), 4);
    }

    void aKernelThatMergesMoreThanItsRulesIsFlagged()
    {
        SnapshotBuilder builder = gpuBehindPort(Acs{.capability = allAcs, .control = allAcs}, 1, 1);
        QCOMPARE(reasons(builder.snapshot(), 1), (QStringList{u"multifunction-without-isolation 01:00.0"_s, u"disagrees-with-rules 01:00.0"_s}));
    }

    void aKernelThatSeparatesWhatItsRulesMergeIsFlagged()
    {
        // The ACS override patch does this: the port without ACS has another group than the card behind it.
        const Snapshot snapshot = gpuBehindPort({}, 1, 2).snapshot();
        QCOMPARE(reasons(snapshot, 2), (QStringList{u"disagrees-with-rules 00:01.0"_s, u"multifunction-without-isolation 01:00.0"_s}));
        const ShareReason reason = core::sharedBecause(snapshot, snapshot.groups.back()).first();
        QVERIFY2(reason.text.contains(u"this kernel separates it"_s), qPrintable(reason.text));
    }

    void aGroupThatNothingReadExplainsSaysSo()
    {
        // Two devices of one root bus: no bridge and no slot is common to them.
        SnapshotBuilder builder;
        for (const char *address : {"00:1a.0", "00:1b.0", "00:1b.1"})
            builder.add(address, SnapshotBuilder::usb, 1).capabilities = core::Unread::NeedsPermission;
        QCOMPARE(reasons(builder.snapshot(), 1), (QStringList{u"multifunction-without-isolation 00:1b.0 likely"_s, u"unknown 00:1b.0 likely"_s}));
    }

    void onlyFunctionsOfOtherSlotsOnHostDriversAreGroupBlockers()
    {
        SnapshotBuilder builder;
        builder.add("00:01.0", SnapshotBuilder::bridge, 1).driver = u"pcieport"_s;
        builder.add("01:00.0", SnapshotBuilder::vga, 1, "00:01.0").driver = u"nvidia"_s;
        builder.add("01:00.1", SnapshotBuilder::audio, 1, "00:01.0").driver = u"snd_hda_intel"_s;
        builder.add("02:00.0", SnapshotBuilder::nvme, 1).driver = u"nvme"_s;
        builder.add("03:00.0", SnapshotBuilder::usb, 1).driver = u"vfio-pci"_s;
        builder.add("04:00.0", SnapshotBuilder::usb, 1).driver = u"pci-stub"_s;
        builder.add("05:00.0", SnapshotBuilder::usb, 1);
        const Snapshot snapshot = builder.snapshot();
        const QList<const Function *> found = core::groupBlockers(snapshot, snapshot.groups.front(), at("01:00.0"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first()->address, at("02:00.0"));
    }

    void aVirtualFunctionIsAGroupBlockerForItsSlot()
    {
        SnapshotBuilder builder;
        for (const char *address : {"03:00.0", "03:00.1", "03:00.2"})
            builder.add(address, SnapshotBuilder::ethernet, 1).driver = u"host"_s;
        builder.at("03:00.1").physicalFunction = at("03:00.0");
        builder.at("03:00.2").physicalFunction = at("03:00.0");
        const Snapshot snapshot = builder.snapshot();
        QCOMPARE(core::groupBlockers(snapshot, snapshot.groups.front(), at("03:00.1")).size(), 2);
        QCOMPARE(core::groupBlockers(snapshot, snapshot.groups.front(), at("03:00.0")).size(), 2);
    }

    void functionsThatStayWithTheHostAreNotAssigned()
    {
        SnapshotBuilder builder;
        builder.add("00:1f.0", 0x060100);
        const Function &sound = builder.add("00:1f.3", SnapshotBuilder::audio);
        builder.add("00:1f.4", SnapshotBuilder::audio);
        builder.add("00:1f.5", SnapshotBuilder::ethernet).physicalFunction = at("00:1f.4");
        const Snapshot snapshot = builder.snapshot();
        const QList<const Function *> assignedTogether = core::assignedTogetherWith(snapshot, sound);
        QCOMPARE(assignedTogether, (QList<const Function *>{snapshot.function(at("00:1f.3")), snapshot.function(at("00:1f.4"))}));
        const Function *alone = snapshot.function(at("00:1f.5"));
        QCOMPARE(core::assignedTogetherWith(snapshot, *alone), QList<const Function *>{alone});
    }

    void membersThatAreNotInTheSnapshotAreIgnored()
    {
        Snapshot snapshot = gpuBehindPort({}, 1, 1).snapshot();
        snapshot.groups.front().members.append(at("0a:00.0"));
        QCOMPARE(reasons(snapshot, 1).size(), 2);
    }
};

TURNOUT_TEST(GroupingTest)
#include "groupingtest.moc"
