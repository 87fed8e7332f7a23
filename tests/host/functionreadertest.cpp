// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QTest>

using core::Reading;
using core::Unread;

namespace
{
const QByteArray gpuPath = "pci0000:00/0000:00:01.0/0000:01:00.0";

core::Function readOne(const Tree &tree)
{
    return tree.read().functions.at(0);
}
}

Q_DECLARE_METATYPE(core::Unread)

/// The values of a PCI function and its group, also those that cannot be read.
class FunctionReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFunctionIsReadWithAllItsAttributes()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(gpuPath);
        tree.file(gpu + "/boot_vga", "1\n");
        tree.file(gpu + "/reset_method", "flr bus\n");
        tree.file(gpu + "/numa_node", "1\n");
        tree.file(gpu + "/sriov_totalvfs", "16\n");
        tree.file(gpu + "/sriov_numvfs", "2\n");
        tree.link(gpu + "/driver", "../../../../bus/pci/drivers/amdgpu");

        const core::Function function = readOne(tree);

        QCOMPARE(function.address, address("0000:01:00.0"));
        QCOMPARE(function.classCode, 0x030000u);
        QCOMPARE(function.device, 0x1f08);
        QCOMPARE(function.subVendor, 0x1462);
        QCOMPARE(function.subDevice, 0x3752);
        QCOMPARE(*function.driver, QStringLiteral("amdgpu"));
        QCOMPARE(*function.bootVga, true);
        QCOMPARE(*function.resetMethods, (QStringList{QStringLiteral("flr"), QStringLiteral("bus")}));
        QCOMPARE(*function.numaNode, 1);
        QCOMPARE(*function.sriov, (core::Sriov{16, 2}));
        QCOMPARE(*function.powerState, QStringLiteral("D0"));
        QCOMPARE(*function.runtimePm.status, core::RuntimeStatus::Active);
        QCOMPARE(*function.runtimePm.automatic, true);
        QCOMPARE(*function.runtimePm.activeMs, 1200u);
        QCOMPARE(*function.runtimePm.suspendedMs, 3400u);
        QCOMPARE(*function.linkNow, (core::LinkState{16000, 8}));
        QCOMPARE(*function.multifunction, true);
        QCOMPARE(*function.capabilities->pcieType, core::PcieType::Endpoint);
        QCOMPARE(*function.capabilities->acs, (core::Acs{0x5f, 0x1d}));
    }

    /// As while a driver's remove() does not return: reading what takes the device lock would never return either.
    void ofABlockedFunctionNothingIsReadThatWouldWait()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(gpuPath);
        tree.file(gpu + "/sriov_totalvfs", "16\n");
        tree.file(gpu + "/sriov_numvfs", "2\n");
        tree.file("run/turnout/blocked/0000:01:00.0", {});

        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);

        const core::Function &function = snapshot.functions.front();
        QCOMPARE(function.driverOverride.why(), Unread::Busy);
        QCOMPARE(function.sriov.why(), Unread::Busy);
        QCOMPARE(function.capabilities.why(), Unread::Busy);
        QCOMPARE(*function.powerState, QStringLiteral("D0"));
        for (const std::string &path : accesses) {
            QVERIFY2(!path.ends_with("/driver_override"), path.c_str());
            QVERIFY2(!path.ends_with("/sriov_numvfs"), path.c_str());
        }
    }

    void whatTheKernelDoesNotHaveIsAbsent()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(gpuPath);
        for (const char *name : {"/power", "/current_link_width", "/max_link_speed", "/config"})
            tree.remove(gpu + name);

        const core::Function function = readOne(tree);

        QCOMPARE(function.driver.why(), Unread::Absent);
        QCOMPARE(function.driverOverride.why(), Unread::Absent); // "(null)" is none
        QCOMPARE(function.bootVga.why(), Unread::Absent);
        QCOMPARE(function.resetMethods.why(), Unread::Absent);
        QCOMPARE(function.sriov.why(), Unread::Absent);
        QCOMPARE(function.runtimePm.status.why(), Unread::Absent);
        QCOMPARE(function.linkNow.why(), Unread::Absent);
        QCOMPARE(function.linkMax.why(), Unread::Absent);
        QCOMPARE(function.capabilities.why(), Unread::Absent);
        QCOMPARE(function.buses.why(), Unread::Absent);
        QVERIFY(!function.group);
    }

    void noResetMethodIsNotAnUnknownOne()
    {
        const Tree tree;
        tree.file(tree.function(gpuPath) + "/reset_method", "\n");
        const core::Function function = readOne(tree);
        QVERIFY(function.resetMethods.known());
        QVERIFY(function.resetMethods->isEmpty());
    }

    void nonsenseIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("link speed") << QByteArray("/current_link_speed") << QByteArray("fast\n");
        QTest::newRow("link width") << QByteArray("/current_link_width") << QByteArray("-1\n");
        QTest::newRow("numa node") << QByteArray("/numa_node") << QByteArray("one\n");
        QTest::newRow("flag") << QByteArray("/d3cold_allowed") << QByteArray("2\n");
        QTest::newRow("empty") << QByteArray("/d3cold_allowed") << QByteArray("");
        QTest::newRow("time") << QByteArray("/power/runtime_active_time") << QByteArray("99999999999999999999\n");
        QTest::newRow("control") << QByteArray("/power/control") << QByteArray("maybe\n");
        QTest::newRow("config too short") << QByteArray("/config") << QByteArray(63, '\0');
    }

    void nonsenseIsMalformed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, content);
        const Tree tree;
        tree.file(tree.function(gpuPath) + file, content);
        const core::Function function = readOne(tree);
        const QHash<QByteArray, Unread> why{
            {"/current_link_speed", function.linkNow.why()},
            {"/current_link_width", function.linkNow.why()},
            {"/numa_node", function.numaNode.why()},
            {"/d3cold_allowed", function.d3coldAllowed.why()},
            {"/power/runtime_active_time", function.runtimePm.activeMs.why()},
            {"/power/control", function.runtimePm.automatic.why()},
            {"/config", function.capabilities.why()},
        };
        QCOMPARE(why.value(file), Unread::Malformed);
        QCOMPARE(function.vendor, 0x10de); // the rest is there
    }

    void aFunctionWithoutAReadableModaliasIsStillListed()
    {
        const Tree tree;
        tree.file(tree.function(gpuPath) + "/modalias", "usb:v1234\n");
        QCOMPARE(readOne(tree).vendor, 0);
        QCOMPARE(readOne(tree).address, address("0000:01:00.0"));
    }

    void whatAnOrdinaryUserMayNotReadNeedsPermission()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(gpuPath);
        for (const char *name : {"/numa_node", "/config", "/power/control"})
            QFile::setPermissions(tree.path(gpu + name), {});

        const core::Function function = tree.readUnprivileged().functions.at(0);

        QCOMPARE(function.numaNode.why(), Unread::NeedsPermission);
        QCOMPARE(function.capabilities.why(), Unread::NeedsPermission);
        QCOMPARE(function.multifunction.why(), Unread::NeedsPermission);
        QCOMPARE(function.runtimePm.automatic.why(), Unread::NeedsPermission);
        QCOMPARE(*function.powerState, QStringLiteral("D0"));
    }

    void sixtyFourBytesOfConfigTellTheHeaderOnly()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(gpuPath);
        tree.file(gpu + "/config", configSpace(64));
        const core::Function function = readOne(tree);
        QCOMPARE(*function.multifunction, true);
        QCOMPARE(function.capabilities.why(), Unread::NeedsPermission);
    }

    void aBridgeTellsItsBuses()
    {
        const Tree tree;
        tree.file(tree.function("pci0000:00/0000:00:01.0", "060400") + "/config", bridgeConfigSpace(3, 11));
        QCOMPARE(*readOne(tree).buses, (core::BusRange{3, 11}));
    }

    void functionsComeInAddressOrderWithTheirBridges()
    {
        const Tree tree;
        tree.function("pci10000:e0/10000:e0:06.0/10000:e1:00.0", "010802");
        tree.function("pci10000:e0/10000:e0:06.0", "060400");
        tree.function("pci0000:00/0000:00:1f.0", "060100");
        tree.function(gpuPath);
        tree.function("pci0000:00/0000:00:01.0", "060400");

        const core::Snapshot snapshot = tree.read();

        QStringList order;
        for (const core::Function &function : snapshot.functions)
            order.append(function.address.toString());
        QCOMPARE(order.join(u' '), QStringLiteral("0000:00:01.0 0000:00:1f.0 0000:01:00.0 10000:e0:06.0 10000:e1:00.0"));
        QCOMPARE(snapshot.functions[2].parent, address("0000:00:01.0"));
        QCOMPARE(snapshot.functions[4].parent, address("10000:e0:06.0"));
        QVERIFY(!snapshot.functions[0].parent);
        QVERIFY(!snapshot.functions[3].parent);
    }

    void aVirtualFunctionNamesItsPhysicalOne()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        tree.link(tree.function("pci0000:00/0000:00:02.1") + "/physfn", "../0000:00:02.0");
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(snapshot.functions[1].physicalFunction, address("0000:00:02.0"));
        QVERIFY(!snapshot.functions[0].physicalFunction);
    }

    void aFunctionThatMustBeActiveForAnotherIsItsSupplier()
    {
        const Tree tree;
        const QByteArray audio = tree.function("pci0000:00/0000:00:02.1", "040300");
        tree.link(audio + "/supplier:pci:0000:00:02.0", "../../virtual/devlink/x");
        tree.link(audio + "/supplier:platform:regulator", "../../virtual/devlink/y");
        QCOMPARE(readOne(tree).suppliers, QList{address("0000:00:02.0")});
    }

    void groupsAreReadWithTheirMembers()
    {
        const Tree tree;
        for (const char *function : {"0000:00:02.0", "0000:00:02.1", "0000:00:03.0"}) {
            const bool second = QByteArray(function) == "0000:00:03.0";
            const QByteArray at = tree.function(QByteArray("pci0000:00/") + function);
            tree.link(at + "/iommu_group", second ? "../../../kernel/iommu_groups/10" : "../../../kernel/iommu_groups/9");
        }
        tree.function("pci0000:00/0000:00:04.0"); // in none
        tree.file("sys/kernel/iommu_groups/9/type", "DMA-FQ\n");
        tree.file("sys/kernel/iommu_groups/9/reserved_regions",
                  "0x0000000000001000 0x0000000000001fff direct-relaxable\n0x00000000fee00000 0x00000000feefffff msi\n");
        tree.file("sys/kernel/iommu_groups/10/reserved_regions", "zero to nine\n");

        const core::Snapshot snapshot = tree.read();

        QCOMPARE(snapshot.groups.size(), 2);
        const core::Group &group = snapshot.groups[0];
        QCOMPARE(number(group.id), 9u);
        QCOMPARE(group.members, (QList{address("0000:00:02.0"), address("0000:00:02.1")}));
        QCOMPARE(*group.type, QStringLiteral("DMA-FQ"));
        QCOMPARE(group.reservedRegions->size(), 2);
        QCOMPARE(group.reservedRegions->at(1), (core::ReservedRegion{0xfee00000, 0xfeefffff, QStringLiteral("msi")}));
        QCOMPARE(snapshot.groups[1].reservedRegions.why(), Unread::Malformed);
        QCOMPARE(snapshot.groups[1].type.why(), Unread::Absent);
        QVERIFY(!snapshot.functions.back().group);
    }

    void aMachineWithoutAnIommuHasNoGroups()
    {
        const Tree tree;
        tree.function(gpuPath);
        QVERIFY(tree.read().groups.empty());
    }

    void namesComeFromTheTreesOwnList()
    {
        const Tree tree;
        tree.function(gpuPath);
        tree.file("usr/share/misc/pci.ids", "10de  Green Company\n\t1f08  Fine Card\n\t\t1462 3752  Fine Card GAMING\nC 03  Display\n\t00  VGA thing\n");
        const core::Function function = readOne(tree);
        QCOMPARE(function.vendorName, QStringLiteral("Green Company"));
        QCOMPARE(function.deviceName, QStringLiteral("Fine Card"));
        QCOMPARE(function.subsystemName, QStringLiteral("Fine Card GAMING"));
        QCOMPARE(function.className, QStringLiteral("VGA thing"));
    }

    void aBrokenNameListCostsNamesOnly()
    {
        const Tree tree;
        tree.function(gpuPath);
        tree.file("usr/share/misc/pci.ids", "\t\t\t\tnot a list at all\n");
        QCOMPARE(readOne(tree).vendorName, QString());
        QCOMPARE(readOne(tree).vendor, 0x10de);
    }

    void moduleCandidatesComeFromTheKernelsAliases()
    {
        const Tree tree;
        tree.function(gpuPath);
        tree.file("proc/sys/kernel/osrelease", "6.12.1\n");
        tree.file("lib/modules/6.12.1/modules.alias",
                  "alias pci:v000010DEd*sv*sd*bc03sc*i* nouveau\nalias pci:v000010DEd00001F08sv*sd*bc03sc*i* nvidia\nalias vfio_pci:v*d*sv*sd*bc*sc*i* "
                  "vfio_pci\n");
        QCOMPARE(readOne(tree).moduleCandidates.join(u' '), QStringLiteral("nvidia nouveau"));
    }

    void aFunctionThatVanishesWhileItIsReadIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("moment");
        for (const char *moment : {"", "/modalias", "/power/runtime_status", "/config", "/numa_node", "/resource"})
            QTest::newRow(moment) << QByteArray(moment);
    }

    void aFunctionThatVanishesWhileItIsReadIsLeftOut()
    {
        QFETCH(QByteArray, moment);
        const Tree tree;
        tree.function("pci0000:00/0000:00:03.0");
        const QByteArray gpu = tree.function("pci0000:00/0000:00:02.0");
        const QByteArray fatal = "sys/bus/pci/devices/0000:00:02.0" + moment;
        const auto snapshot = host::readMachine({.sysroot = tree.path(), .withHolders = true, .onAccess = [&](const char *path) {
                                                     if (path != fatal)
                                                         return;
                                                     tree.remove(gpu);
                                                     tree.remove("sys/bus/pci/devices/0000:00:02.0");
                                                 }});
        QVERIFY(snapshot);
        QCOMPARE(snapshot->functions.size(), 1);
        QCOMPARE(snapshot->functions[0].address, address("0000:00:03.0"));
    }

    void anAttributeThatVanishesAloneDoesNotTakeTheFunctionAlong()
    {
        const Tree tree;
        const QByteArray gpu = tree.function("pci0000:00/0000:00:02.0");
        const auto snapshot = host::readMachine({.sysroot = tree.path(), .withHolders = true, .onAccess = [&](const char *path) {
                                                     if (std::string_view(path).ends_with("/numa_node"))
                                                         tree.remove(gpu + "/numa_node");
                                                 }});
        QCOMPARE(snapshot->functions.size(), 1);
        QCOMPARE(snapshot->functions[0].numaNode.why(), Unread::Absent);
    }

    void thousandsOfFunctionsAreRead()
    {
        const Tree tree;
        constexpr int count = 2048;
        for (int i = 0; i < count; ++i) {
            const auto name = QString::asprintf("pci%04x:00/%04x:00:%02x.%x", i / 256, i / 256, i / 8 % 32, i % 8);
            const QByteArray place = "sys/devices/" + name.toLatin1();
            tree.file(place + "/modalias", "pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00\n");
            tree.link("sys/bus/pci/devices/" + place.last(12), "../../../" + place.sliced(4));
        }
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(snapshot.functions.size(), count);
        QVERIFY(std::ranges::is_sorted(snapshot.functions, {}, &core::Function::address));
    }

    void aMachineWithoutPciIsAnEmptySnapshot()
    {
        const Tree tree;
        tree.remove("sys/bus");
        const core::Snapshot snapshot = tree.read();
        QVERIFY(snapshot.functions.empty());
        QVERIFY(snapshot.groups.empty());
    }

    void withoutSysfsThereIsAnErrorThatNamesIt()
    {
        const Tree tree;
        tree.remove("sys");
        const auto snapshot = host::readMachine({.sysroot = tree.path(), .withHolders = true, .onAccess = {}});
        QVERIFY(!snapshot);
        QVERIFY(snapshot.error().what.contains(tree.path() + QLatin1String("/sys")));
        QVERIFY(!snapshot.error().why.isEmpty());
        QVERIFY(!snapshot.error().remedy.isEmpty());
    }

    void anEmptyMountPointIsNoSysfs()
    {
        const Tree tree;
        tree.remove("sys/bus");
        tree.remove("sys/class");
        QVERIFY(!host::readMachine({.sysroot = tree.path(), .withHolders = true, .onAccess = {}}));
    }

    void whatIsNoFunctionIsPassedOver()
    {
        const Tree tree;
        tree.function(gpuPath);
        tree.file("sys/bus/pci/devices/README", "no link\n");
        tree.link("sys/bus/pci/devices/0000:99:99.9", "../nowhere");
        tree.link("sys/bus/pci/devices/0000:02:00.0", "../../../devices/gone/0000:02:00.0");
        QCOMPARE(tree.read().functions.size(), 1);
    }
};

TURNOUT_TEST(FunctionReaderTest)

#include "functionreadertest.moc"
