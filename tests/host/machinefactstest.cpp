// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::BootLoader;
using core::InitramfsTool;
using core::IommuKind;
using core::Machine;

namespace
{
Machine readMachineOf(const Tree &tree)
{
    return tree.read().machine;
}

QByteArray utf16(const char *text)
{
    QByteArray bytes("\x06\0\0\0", 4);
    for (; *text; ++text)
        bytes += QByteArray(text, 1) + '\0';
    return bytes + QByteArray(2, '\0');
}
}

/// The values of the machine as a whole.
class MachineFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainFactsAreRead()
    {
        const Tree tree;
        tree.file("proc/sys/kernel/hostname", "workshop\n");
        tree.file("proc/sys/kernel/osrelease", "6.12.1-amd64\n");
        tree.file("proc/cmdline", "root=/dev/sda1 quiet\n");
        tree.file("sys/class/dmi/id/sys_vendor", "Acme\n");
        tree.file("sys/class/dmi/id/product_name", "Anvil\n");
        tree.file("etc/os-release", "NAME=Debian\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n");
        tree.file("sys/class/misc/kvm/dev", "10:232\n");
        const Machine machine = readMachineOf(tree);
        QCOMPARE(machine.hostName, QStringLiteral("workshop"));
        QCOMPARE(machine.kernel, QStringLiteral("6.12.1-amd64"));
        QCOMPARE(machine.commandLine, QStringLiteral("root=/dev/sda1 quiet"));
        QCOMPARE(machine.vendor, QStringLiteral("Acme"));
        QCOMPARE(machine.product, QStringLiteral("Anvil"));
        QCOMPARE(machine.operatingSystem, QStringLiteral("Debian GNU/Linux 13 (trixie)"));
        QVERIFY(machine.kvm.valueOr(false));
    }

    void noKvmIsTellingOnlyWhereOtherSuchDevicesAre()
    {
        const Tree tree;
        QVERIFY(!readMachineOf(tree).kvm.known());
        tree.file("sys/class/misc/fuse/dev", "10:229\n");
        QVERIFY(!readMachineOf(tree).kvm.valueOr(true));
    }

    void theVendorsOsReleaseServesWhereThereIsNoOther()
    {
        const Tree tree;
        tree.file("usr/lib/os-release", "PRETTY_NAME='Arch Linux'\n");
        QCOMPARE(readMachineOf(tree).operatingSystem, QStringLiteral("Arch Linux"));
    }

    void virtualizationIsAmongTheCpusFlags_data()
    {
        QTest::addColumn<QByteArray>("cpuInfo");
        QTest::addColumn<int>("vendor");
        QTest::addColumn<int>("virtualization"); // -1 unknown
        const QByteArray intel = "processor\t: 0\nvendor_id\t: GenuineIntel\n";
        const QByteArray amd = "vendor_id\t: AuthenticAMD\n";
        QTest::newRow("Intel, on") << intel + "flags\t\t: fpu vmx sse\n\n" << int(core::CpuVendor::Intel) << 1;
        QTest::newRow("AMD, on") << amd + "flags\t\t: svm\n" << int(core::CpuVendor::Amd) << 1;
        QTest::newRow("AMD, off in the BIOS") << amd + "flags\t\t: fpu svm_lock nosvm\n" << int(core::CpuVendor::Amd) << 0;
        QTest::newRow("no flags told") << intel << int(core::CpuVendor::Intel) << -1;
        QTest::newRow("another architecture") << QByteArray("CPU implementer\t: 0x41\nFeatures\t: fp\n") << int(core::CpuVendor::Arm) << -1;
    }

    void virtualizationIsAmongTheCpusFlags()
    {
        QFETCH(QByteArray, cpuInfo);
        QFETCH(int, vendor);
        QFETCH(int, virtualization);
        const Tree tree;
        tree.file("proc/cpuinfo", cpuInfo);
        const Machine machine = readMachineOf(tree);
        QCOMPARE(int(machine.cpuVendor), vendor);
        QCOMPARE(machine.cpuVirtualization ? int(*machine.cpuVirtualization) : -1, virtualization);
    }

    void theIommuIsKnownByItsUnits_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("kind");
        QTest::newRow("VT-d") << QByteArray("devices/virtual/iommu/dmar0") << int(IommuKind::IntelVtd);
        QTest::newRow("AMD-Vi") << QByteArray("devices/pci0000:00/0000:00:00.2/iommu/ivhd0") << int(IommuKind::AmdVi);
        QTest::newRow("SMMUv3") << QByteArray("devices/platform/arm-smmu-v3.0.auto/iommu/smmu3.0x0000000009050000") << int(IommuKind::ArmSmmu);
        QTest::newRow("virtio") << QByteArray("devices/pci0000:00/0000:00:04.0/virtio1/iommu/0000:00:04.0") << int(IommuKind::Virtio);
        QTest::newRow("something new") << QByteArray("devices/platform/apple-dart/iommu/apple-dart.0") << int(IommuKind::Other);
    }

    void theIommuIsKnownByItsUnits()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, kind);
        const Tree tree;
        QCOMPARE(readMachineOf(tree).iommu, IommuKind::None);
        const QByteArray name = path.sliced(path.lastIndexOf('/') + 1);
        tree.link("sys/class/iommu/" + name, "../../" + path);
        const Machine machine = readMachineOf(tree);
        QCOMPARE(int(machine.iommu), kind);
        QCOMPARE(machine.iommuUnits, QStringList{QString::fromLatin1(name)});
    }

    void firmwareSecureBootAndLockdownAreRead()
    {
        const Tree tree;
        QCOMPARE(readMachineOf(tree).firmware, core::Firmware::Bios);
        QCOMPARE(readMachineOf(tree).secureBoot.why(), core::Unread::Absent);

        const QByteArray variable = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
        tree.file(variable, QByteArray("\x06\0\0\0\x01", 5));
        tree.file("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
        QCOMPARE(readMachineOf(tree).firmware, core::Firmware::Efi);
        QCOMPARE(*readMachineOf(tree).secureBoot, true);
        QCOMPARE(*readMachineOf(tree).lockdown, QStringLiteral("integrity"));

        tree.file(variable, QByteArray("\x06\0\0\0\0", 5));
        QCOMPARE(*readMachineOf(tree).secureBoot, false);
        tree.file(variable, "\x06");
        tree.file("sys/kernel/security/lockdown", "none\n");
        QCOMPARE(readMachineOf(tree).secureBoot.why(), core::Unread::Malformed);
        QCOMPARE(readMachineOf(tree).lockdown.why(), core::Unread::Malformed);
    }

    void theBootLoaderIsKnownByItsFiles_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("loader");
        QTest::newRow("nothing") << QByteArray("boot/vmlinuz") << int(BootLoader::Unknown);
        QTest::newRow("GRUB, Debian") << QByteArray("etc/default/grub") << int(BootLoader::Grub);
        QTest::newRow("GRUB, Fedora") << QByteArray("boot/grub2/grub.cfg") << int(BootLoader::Grub);
        QTest::newRow("systemd-boot") << QByteArray("boot/efi/loader/loader.conf") << int(BootLoader::SystemdBoot);
        QTest::newRow("Limine") << QByteArray("boot/limine.conf") << int(BootLoader::Limine);
        QTest::newRow("rEFInd") << QByteArray("boot/refind_linux.conf") << int(BootLoader::Refind);
    }

    void theBootLoaderIsKnownByItsFiles()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, loader);
        const Tree tree;
        tree.file(file, "");
        QCOMPARE(int(readMachineOf(tree).bootLoader), loader);
    }

    void whatTheFirmwareSaysOfTheLoaderCountsMoreThanFiles()
    {
        const Tree tree;
        tree.file("etc/default/grub", "");
        const QByteArray variable = "sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";
        tree.file(variable, utf16("systemd-boot 256.7-1"));
        QCOMPARE(readMachineOf(tree).bootLoader, BootLoader::SystemdBoot);
        tree.file(variable, utf16("Homemade 1.0"));
        QCOMPARE(readMachineOf(tree).bootLoader, BootLoader::Grub);
    }

    void theInitramfsToolIsKnownByItsFiles_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("tool");
        QTest::newRow("nothing") << QByteArray("etc/fstab") << int(InitramfsTool::Unknown);
        QTest::newRow("Debian") << QByteArray("usr/sbin/update-initramfs") << int(InitramfsTool::InitramfsTools);
        QTest::newRow("Fedora") << QByteArray("usr/bin/dracut") << int(InitramfsTool::Dracut);
        QTest::newRow("Arch") << QByteArray("etc/mkinitcpio.conf") << int(InitramfsTool::Mkinitcpio);
    }

    void theInitramfsToolIsKnownByItsFiles()
    {
        QFETCH(QByteArray, file);
        QFETCH(int, tool);
        const Tree tree;
        tree.file(file, "");
        QCOMPARE(int(readMachineOf(tree).initramfs), tool);
    }

    void whatInitramfsToolsLeftBehindDoesNotCount()
    {
        const Tree tree;
        tree.file("etc/initramfs-tools/initramfs.conf", "MODULES=most\n"); // removed and not purged, as by installing dracut
        tree.file("usr/bin/dracut", "");
        QCOMPARE(readMachineOf(tree).initramfs, InitramfsTool::Dracut);
    }

    void vfioModulesAreFoundLoadableAndBuiltIn()
    {
        const Tree tree;
        tree.file("proc/sys/kernel/osrelease", "6.12.1\n");
        tree.file("lib/modules/6.12.1/modules.dep",
                  "kernel/drivers/vfio/pci/vfio-pci-core.ko.xz: kernel/drivers/vfio/vfio.ko.xz\n"
                  "kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/drivers/vfio/pci/vfio-pci-core.ko.xz\n"
                  "updates/other.ko: updates/turnout_vfio_pci.ko\n");
        tree.file("lib/modules/6.12.1/modules.builtin", "kernel/drivers/vfio/vfio_iommu_type1.ko\n");
        tree.file("sys/module/vfio_pci/refcnt", "0\n");
        const Machine machine = readMachineOf(tree);
        QCOMPARE(machine.vfioModules.join(u' '), QStringLiteral("vfio_iommu_type1 vfio_pci"));
        QCOMPARE(machine.vfioModulesLoaded.join(u' '), QStringLiteral("vfio_pci"));
    }
};

TURNOUT_TEST(MachineFactsTest)

#include "machinefactstest.moc"
