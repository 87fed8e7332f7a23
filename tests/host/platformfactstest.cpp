// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "tree.h"

#include <QTest>

using core::Machine;

namespace
{
Machine machineOf(const Tree &tree)
{
    return tree.read().machine;
}
}

/// What a machine is, apart from its PCI functions.
class PlatformFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSystemHasItsIds()
    {
        const Tree tree;
        tree.file("etc/os-release", "PRETTY_NAME=\"Pop!_OS 22.04 LTS\"\nID=pop\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=\"22.04\"\n");
        QCOMPARE(machineOf(tree).systemIds, (QStringList{QStringLiteral("pop"), QStringLiteral("ubuntu"), QStringLiteral("debian")}));
    }

    void filesThatShowHowItBootsAreMarkers()
    {
        const Tree tree;
        QCOMPARE(machineOf(tree).markers, QStringList());
        tree.file("run/ostree-booted", "");
        tree.file("usr/bin/rpm-ostree", "");
        tree.file("etc/default/grub", "GRUB_TIMEOUT=5\nGRUB_ENABLE_BLSCFG=\"true\"\n");
        QCOMPARE(machineOf(tree).markers,
                 (QStringList{QStringLiteral("/etc/default/grub:GRUB_ENABLE_BLSCFG=true"), QStringLiteral("/run/ostree-booted"), QStringLiteral("/usr/bin/rpm-ostree")}));
        tree.file("etc/default/grub", "#GRUB_ENABLE_BLSCFG=true\n");
        QVERIFY(!machineOf(tree).markers.contains(QStringLiteral("/etc/default/grub:GRUB_ENABLE_BLSCFG=true")));
    }

    void readOnlyDirectoriesAreThoseOfTheLastMountOverThem_data()
    {
        QTest::addColumn<QByteArray>("mounts");
        QTest::addColumn<QString>("expected");
        QTest::newRow("all writable") << QByteArray("1 0 8:1 / / rw - ext4 /dev/sda1 rw\n") << QString();
        QTest::newRow("a read-only root") << QByteArray("1 0 8:1 / / ro,relatime - ext4 /dev/sda1 ro\n") << QStringLiteral("/ /etc /boot");
        QTest::newRow("a writable /etc over it") << QByteArray("1 0 8:1 / / ro shared:1 - btrfs /dev/sda1 rw\n2 1 0:30 / /etc rw shared:2 - overlay overlay rw\n")
                                                 << QStringLiteral("/ /boot");
        QTest::newRow("a read-only file system") << QByteArray("1 0 8:1 / / rw - erofs /dev/sda1 ro\n2 1 0:30 / /boot rw - vfat /dev/sda2 rw\n")
                                                 << QStringLiteral("/ /etc");
        QTest::newRow("the later mount covers the earlier one")
            << QByteArray("1 0 8:1 / / ro - ext4 /dev/sda1 rw\n2 1 8:1 / / rw - overlay overlay rw\n") << QString();
    }
    void readOnlyDirectoriesAreThoseOfTheLastMountOverThem()
    {
        QFETCH(QByteArray, mounts);
        const Tree tree;
        tree.file("proc/1/mountinfo", mounts);
        QTEST(machineOf(tree).readOnlyPaths.join(QLatin1Char(' ')), "expected");
    }

    void theHypervisorIsKnown_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << QByteArray("proc/cpuinfo") << QByteArray("flags : fpu vmx\n") << QString();
        QTest::newRow("a guest by its CPU") << QByteArray("proc/cpuinfo") << QByteArray("flags : fpu hypervisor\n") << QStringLiteral("vm");
        QTest::newRow("an Arm guest by its board") << QByteArray("sys/class/dmi/id/sys_vendor") << QByteArray("QEMU\n") << QStringLiteral("vm");
        QTest::newRow("a Xen guest") << QByteArray("sys/hypervisor/type") << QByteArray("xen\n") << QStringLiteral("vm");
        QTest::newRow("Xen's control domain by xenfs") << QByteArray("proc/xen/capabilities") << QByteArray("control_d\n") << QStringLiteral("xen-dom0");
    }
    void theHypervisorIsKnown()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, content);
        const Tree tree;
        tree.file(path, content);
        QTEST(machineOf(tree).hypervisor, "expected");
    }

    void xensFeaturesShowTheControlDomain()
    {
        const Tree tree;
        tree.file("proc/cpuinfo", "flags : fpu hypervisor\n");
        tree.file("sys/hypervisor/type", "xen\n");
        tree.file("sys/hypervisor/properties/features", "00002705\n");
        QCOMPARE(machineOf(tree).hypervisor, QStringLiteral("vm"));
        tree.file("sys/hypervisor/properties/features", "00002f05\n");
        QCOMPARE(machineOf(tree).hypervisor, QStringLiteral("xen-dom0"));
    }

    void interruptRemappingIsInTheNamesOfTheChips_data()
    {
        QTest::addColumn<QByteArray>("chip");
        QTest::addColumn<int>("expected"); // -1 unknown
        QTest::newRow("I/O APIC, remapped") << QByteArray("IR-IO-APIC") << 1;
        QTest::newRow("MSI, remapped") << QByteArray("IR-PCI-MSI-0000:00:1f.2") << 1;
        QTest::newRow("MSI") << QByteArray("PCI-MSI-0000:00:1f.2") << 0;
        QTest::newRow("the IOMMU's own interrupt") << QByteArray("DMAR-MSI") << -1;
        QTest::newRow("Arm") << QByteArray("ITS-PCI-MSIX-0000:01:00.0") << -1;
    }
    void interruptRemappingIsInTheNamesOfTheChips()
    {
        QFETCH(QByteArray, chip);
        QFETCH(int, expected);
        const Tree tree;
        tree.file("sys/kernel/irq/9/chip_name", chip + '\n');
        const auto found = machineOf(tree).interruptRemapping;
        QCOMPARE(found ? int(*found) : -1, expected);
        const Tree older;
        older.file("proc/interrupts", "            CPU0       CPU1\n  9:          0          4  " + chip + "   9-fasteoi   acpi\n");
        const auto inTable = machineOf(older).interruptRemapping;
        QCOMPARE(inTable ? int(*inTable) : -1, expected);
    }

    void theBoardsNameAndAddressWidthAreRead()
    {
        const Tree tree;
        tree.file("proc/device-tree/model", QByteArray("Raspberry Pi 5 Model B Rev 1.0\0", 31));
        tree.file("sys/class/dmi/id/chassis_type", "10\n");
        tree.file("proc/cpuinfo", "vendor_id\t: GenuineIntel\naddress sizes\t: 39 bits physical, 48 bits virtual\n");
        const Machine machine = machineOf(tree);
        QCOMPARE(machine.product, QStringLiteral("Raspberry Pi 5 Model B Rev 1.0"));
        QCOMPARE(int(*machine.chassis), 10);
        QCOMPARE(int(*machine.physicalBits), 39);
        tree.file("proc/cpuinfo", "CPU implementer\t: 0x41\n");
        QCOMPARE(machineOf(tree).cpuVendor, core::CpuVendor::Arm);
        QVERIFY(!machineOf(tree).physicalBits);
    }

    void modulesAreFoundWhereNixosHasThem()
    {
        const Tree tree;
        tree.file("proc/sys/kernel/osrelease", "6.12.1\n");
        tree.file("run/booted-system/kernel-modules/lib/modules/6.12.1/modules.dep", "kernel/drivers/vfio/pci/vfio-pci.ko.xz:\n");
        QCOMPARE(machineOf(tree).vfioModules, QStringList{QStringLiteral("vfio_pci")});
    }

    void groupsWithoutAPciFunctionAreCounted()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        QVERIFY(!machineOf(tree).groupsWithoutPci);
        tree.file("sys/kernel/iommu_groups/0/type", "DMA\n");
        tree.file("sys/kernel/iommu_groups/1/type", "DMA\n");
        QCOMPARE(*machineOf(tree).groupsWithoutPci, 2U);
    }

    void aFunctionThatReadsOnesDoesNotRespond()
    {
        const Tree tree;
        const QByteArray gpu = tree.function("pci0000:00/0000:00:02.0");
        tree.file(gpu + "/config", QByteArray(4096, '\xff'));
        const core::Function function = tree.read().functions.at(0);
        QCOMPARE(function.capabilities.why(), core::Unread::NotResponding);
        QCOMPARE(function.multifunction.why(), core::Unread::NotResponding);
        tree.file(gpu + "/config", QByteArray(16, '\xff'));
        QCOMPARE(tree.read().functions.at(0).capabilities.why(), core::Unread::Malformed);
    }
};

TURNOUT_TEST(PlatformFactsTest)

#include "platformfactstest.moc"
