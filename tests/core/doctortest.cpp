// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/doctor.h"
#include "core/checks/bootparameters.h"
#include "doctormachines.h"
#include "machinesnapshot.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::BootLoader;
using core::CpuVendor;
using core::DoctorCheck;
using core::InitramfsTool;
using core::Snapshot;
using fixture::readyMachine;
using fixture::remedy;
using fixture::SnapshotBuilder;
using fixture::state;
using fixture::withoutGroups;

class DoctorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReadyMachineHasNothingToChange()
    {
        QStringList found;
        for (const DoctorCheck &check : core::doctor(readyMachine().snapshot())) {
            found << core::toKeyword(check.state) + u' ' + check.id;
            QVERIFY2(check.remedy.isEmpty(), qPrintable(check.remedy));
            QVERIFY2(!check.text.isEmpty() && !check.evidence.isEmpty(), qPrintable(check.id));
        }
        QCOMPARE(found,
                 (QStringList{u"good cpu-virtualization"_s,
                              u"good kvm"_s,
                              u"good iommu"_s,
                              u"good boot-parameters"_s,
                              u"unknown interrupt-remapping"_s,
                              u"good vfio-modules"_s,
                              u"good signed-modules"_s,
                              u"good gpus"_s,
                              u"good gpu-groups"_s,
                              u"good permissions"_s}));
    }

    void badChecksHaveARemedy()
    {
        core::Machine machine;
        machine.cpuVirtualization = false;
        machine.kvm = false;
        Snapshot snapshot;
        snapshot.machine = machine;
        for (const DoctorCheck &check : core::doctor(snapshot)) {
            if (check.state == DoctorCheck::State::Bad)
                QVERIFY2(!check.remedy.isEmpty(), qPrintable(check.id));
        }
        QCOMPARE(state(snapshot, u"kvm"_s), u"bad"_s);
        QCOMPARE(state(snapshot, u"gpus"_s), u"bad"_s);
        QCOMPARE(state(snapshot, u"vfio-modules"_s), u"bad"_s);
        QCOMPARE(state(snapshot, u"gpu-groups"_s), QString());
    }

    void intelNeedsTheParameterWhereTheKernelsDefaultIsOff()
    {
        SnapshotBuilder builder = withoutGroups(readyMachine());
        builder.machine.cpuVendor = CpuVendor::Intel;
        const QString text = remedy(builder.snapshot(), u"iommu"_s);
        QVERIFY2(text.contains(u"VT-d"_s) && text.contains(u"“intel_iommu=on”"_s), qPrintable(text));
        QVERIFY2(text.contains(u"/etc/default/grub"_s) && text.contains(u"sudo update-grub"_s), qPrintable(text));
    }

    void intelWithTheParameterNeedsOnlyTheFirmwareSetting()
    {
        SnapshotBuilder builder = withoutGroups(readyMachine());
        builder.machine.cpuVendor = CpuVendor::Intel;
        builder.machine.commandLine = u"quiet intel_iommu=on iommu=pt"_s;
        const QString text = remedy(builder.snapshot(), u"iommu"_s);
        QVERIFY2(text.contains(u"VT-d"_s) && !text.contains(u"kernel parameter"_s), qPrintable(text));
    }

    void amdNeedsOnlyTheFirmwareSetting()
    {
        const QString text = remedy(withoutGroups(readyMachine()).snapshot(), u"iommu"_s);
        QVERIFY2(text.contains(u"AMD-Vi"_s) && !text.contains(u"kernel parameter"_s), qPrintable(text));
    }

    void aParameterThatTurnsTheIommuOffIsNamed_data()
    {
        QTest::addColumn<QString>("commandLine");
        QTest::addColumn<QString>("parameter");
        QTest::newRow("Intel") << u"intel_iommu=off quiet"_s << u"intel_iommu=off"_s;
        QTest::newRow("AMD") << u"quiet amd_iommu=off"_s << u"amd_iommu=off"_s;
        QTest::newRow("any") << u"iommu=off"_s << u"iommu=off"_s;
        QTest::newRow("the last one counts") << u"iommu=pt iommu=off"_s << u"iommu=off"_s;
    }
    void aParameterThatTurnsTheIommuOffIsNamed()
    {
        QFETCH(QString, commandLine);
        QFETCH(QString, parameter);
        SnapshotBuilder builder = withoutGroups(readyMachine());
        builder.machine.commandLine = commandLine;
        const QString text = remedy(builder.snapshot(), u"iommu"_s);
        QVERIFY2(text.startsWith(u"Remove the kernel parameter “%1”"_s.arg(parameter)), qPrintable(text));
    }

    void everyBootLoaderHasItsInstructions_data()
    {
        QTest::addColumn<BootLoader>("bootLoader");
        QTest::addColumn<QString>("system");
        QTest::addColumn<InitramfsTool>("initramfs");
        QTest::addColumn<QStringList>("expected");
        const auto noTool = InitramfsTool::Unknown;
        QTest::newRow("GRUB on Ubuntu") << BootLoader::Grub << u"Ubuntu 24.04.1 LTS"_s << noTool
                                        << QStringList{u"GRUB_CMDLINE_LINUX_DEFAULT"_s, u"“sudo update-grub”"_s};
        QTest::newRow("GRUB on Fedora") << BootLoader::Grub << u"Fedora Linux 41"_s << noTool
                                        << QStringList{u"“sudo grubby --update-kernel=ALL --args="_s, u"--remove-args="_s, u"editing /etc/default/grub has no effect"_s};
        QTest::newRow("GRUB on openSUSE") << BootLoader::Grub << u"openSUSE Tumbleweed"_s << noTool
                                          << QStringList{u"“sudo grub2-mkconfig -o /boot/grub2/grub.cfg”"_s};
        QTest::newRow("GRUB on Arch") << BootLoader::Grub << u"Arch Linux"_s << noTool << QStringList{u"“sudo grub-mkconfig -o /boot/grub/grub.cfg”"_s};
        QTest::newRow("GRUB on an unknown system, its initramfs tool known")
            << BootLoader::Grub << u"Frobnix"_s << InitramfsTool::Mkinitcpio << QStringList{u"“sudo grub-mkconfig -o /boot/grub/grub.cfg”"_s};
        QTest::newRow("GRUB on an unknown system") << BootLoader::Grub << u"Frobnix"_s << noTool
                                                   << QStringList{u"sudo update-grub"_s, u"sudo grub-mkconfig"_s, u"sudo grub2-mkconfig"_s};
        QTest::newRow("systemd-boot") << BootLoader::SystemdBoot << u"Fedora Linux 41"_s << noTool
                                      << QStringList{u"/etc/kernel/cmdline"_s, u"kernel-install"_s, u"loader/entries"_s};
        QTest::newRow("systemd-boot on Proxmox") << BootLoader::SystemdBoot << u"Proxmox VE 8"_s << noTool
                                                 << QStringList{u"/etc/kernel/cmdline"_s, u"proxmox-boot-tool refresh"_s};
        QTest::newRow("Limine") << BootLoader::Limine << u"CachyOS"_s << noTool << QStringList{u"limine.conf"_s, u"/etc/default/limine"_s};
        QTest::newRow("rEFInd") << BootLoader::Refind << u"Arch Linux"_s << noTool << QStringList{u"/boot/refind_linux.conf"_s};
        QTest::newRow("unknown") << BootLoader::Unknown << QString() << noTool << QStringList{u"boot loader of this machine is unknown"_s};
    }
    void everyBootLoaderHasItsInstructions()
    {
        QFETCH(BootLoader, bootLoader);
        QFETCH(QString, system);
        QFETCH(InitramfsTool, initramfs);
        QFETCH(QStringList, expected);
        core::Machine machine;
        machine.bootLoader = bootLoader;
        machine.operatingSystem = system;
        machine.initramfs = initramfs;
        const QString text = core::whereParametersGo(machine);
        for (const QString &part : expected)
            QVERIFY2(text.contains(part), qPrintable(text));
    }

    void bootParametersAreReadAsTheKernelDoes()
    {
        core::Machine machine;
        machine.commandLine = u"quiet iommu=pt intel_iommu=off intel_iommu=on,sm_on iommufd.foo=1"_s;
        QCOMPARE(core::bootParameter(machine, "quiet"_L1), QString(u""_s));
        QCOMPARE(core::bootParameter(machine, "iommu"_L1), u"pt"_s);
        QCOMPARE(core::bootParameter(machine, "intel_iommu"_L1), u"on,sm_on"_s);
        QCOMPARE(core::bootParameter(machine, "splash"_L1), std::nullopt);
    }

    void theRestOfTheMachineIsChecked_data()
    {
        QTest::addColumn<SnapshotBuilder>("builder");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *sentence, const char *id, const char *expected, const auto &change) {
            SnapshotBuilder builder = readyMachine();
            change(builder);
            QTest::newRow(sentence) << builder << QString::fromLatin1(id) << QString::fromLatin1(expected);
        };
        row("/proc/cpuinfo not readable", "cpu-virtualization", "unknown", [](SnapshotBuilder &s) {
            s.machine.cpuVirtualization = core::Unread::NeedsPermission;
        });
        row("KVM's module is not loaded", "kvm", "bad", [](SnapshotBuilder &s) {
            s.machine.kvm = false;
        });
        row("a dump that does not tell of KVM", "kvm", "unknown", [](SnapshotBuilder &s) {
            s.machine.kvm = core::Unread::Absent;
        });
        row("interrupt remapping off", "interrupt-remapping", "bad", [](SnapshotBuilder &s) {
            s.machine.commandLine = u"intremap=off"_s;
        });
        row("unsafe interrupts allowed", "interrupt-remapping", "warning", [](SnapshotBuilder &s) {
            s.machine.commandLine = u"vfio_iommu_type1.allow_unsafe_interrupts=1"_s;
        });
        row("unsafe interrupts not allowed", "interrupt-remapping", "unknown", [](SnapshotBuilder &s) {
            s.machine.commandLine = u"vfio_iommu_type1.allow_unsafe_interrupts=0"_s;
        });
        row("interrupts are remapped", "interrupt-remapping", "good", [](SnapshotBuilder &s) {
            s.machine.interruptRemapping = true;
        });
        row("interrupts are not remapped", "interrupt-remapping", "bad", [](SnapshotBuilder &s) {
            s.machine.interruptRemapping = false;
        });
        row("an Arm machine needs no remapping", "interrupt-remapping", "", [](SnapshotBuilder &s) {
            s.machine.cpuVendor = CpuVendor::Arm;
        });
        row("config space that reads ones is no matter of permission", "permissions", "good", [](SnapshotBuilder &s) {
            s.at("01:00.0").capabilities = core::Unread::NotResponding;
        });
        row("an ACS override", "acs-override", "warning", [](SnapshotBuilder &s) {
            s.machine.commandLine = u"pcie_acs_override=downstream,multifunction"_s;
        });
        row("no ACS override", "acs-override", "", [](SnapshotBuilder &) { });
        row("one VFIO module missing", "vfio-modules", "bad", [](SnapshotBuilder &s) {
            s.machine.vfioModules = {u"vfio_pci"_s};
        });
        row("Secure Boot with the kernel's own modules", "signed-modules", "good", [](SnapshotBuilder &s) {
            s.machine.secureBoot = true;
        });
        row("Secure Boot with our module", "signed-modules", "warning", [](SnapshotBuilder &s) {
            s.machine.secureBoot = true;
            s.machine.vfioModules << u"turnout_vfio_pci"_s;
        });
        row("Secure Boot with our module, loaded", "signed-modules", "good", [](SnapshotBuilder &s) {
            s.machine.secureBoot = true;
            s.machine.vfioModules << u"turnout_vfio_pci"_s;
            s.machine.vfioModulesLoaded << u"turnout_vfio_pci"_s;
        });
        row("lockdown with our module", "signed-modules", "warning", [](SnapshotBuilder &s) {
            s.machine.lockdown = u"integrity"_s;
            s.machine.vfioModules << u"turnout_vfio_pci"_s;
        });
        row("Secure Boot not readable", "signed-modules", "unknown", [](SnapshotBuilder &s) {
            s.machine.secureBoot = core::Unread::NeedsPermission;
        });
        row("no EFI, no Secure Boot", "signed-modules", "good", [](SnapshotBuilder &s) {
            s.machine.secureBoot = core::Unread::Absent;
        });
        row("a single GPU", "gpus", "warning", [](SnapshotBuilder &s) {
            s.at("00:02.0").classCode = SnapshotBuilder::usb;
        });
        row("one GPU of two with the host's disk", "gpu-groups", "warning", [](SnapshotBuilder &s) {
            s.add("02:00.0", SnapshotBuilder::nvme, 1).driver = u"nvme"_s;
        });
        row("a GPU whose audio shares a group with the host's disk", "gpu-groups", "warning", [](SnapshotBuilder &s) {
            s.add("01:00.1", SnapshotBuilder::audio, 9, "00:01.0");
            s.add("02:00.0", SnapshotBuilder::nvme, 9).driver = u"nvme"_s;
        });
        row("every GPU with the host's devices", "gpu-groups", "bad", [](SnapshotBuilder &s) {
            s.add("02:00.0", SnapshotBuilder::nvme, 1).driver = u"nvme"_s;
            s.add("03:00.0", SnapshotBuilder::nvme, 0).driver = u"nvme"_s;
        });
        row("capabilities not readable", "permissions", "unknown", [](SnapshotBuilder &s) {
            s.at("01:00.0").capabilities = core::Unread::NeedsPermission;
        });
        row("a sleeping GPU is nothing missing", "permissions", "good", [](SnapshotBuilder &s) {
            s.at("01:00.0").capabilities = core::Unread::Suspended;
        });
    }
    void theRestOfTheMachineIsChecked()
    {
        QFETCH(SnapshotBuilder, builder);
        QFETCH(QString, id);
        QTEST(state(builder.snapshot(), id), "expected");
    }

    void aMissingKvmReportsOnlyKnownCauses()
    {
        SnapshotBuilder builder = readyMachine();
        builder.machine.kvm = false;
        QVERIFY(remedy(builder.snapshot(), u"kvm"_s).contains(u"kvm_amd"_s));
        builder.machine.cpuVirtualization = false;
        QVERIFY(remedy(builder.snapshot(), u"kvm"_s).contains(u"SVM"_s));
        builder.machine.cpuVirtualization = core::Unread::NeedsPermission;
        QCOMPARE(core::doctor(builder.snapshot()).at(1).text, u"KVM is not available."_s);
    }

    void everyCheckIsDocumented()
    {
        QFile file(QStringLiteral(TURNOUT_DOCS "/findings.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString handbook = QString::fromUtf8(file.readAll());
        SnapshotBuilder builder = readyMachine();
        builder.machine.commandLine = u"pcie_acs_override=downstream"_s;
        for (const DoctorCheck &check : core::doctor(builder.snapshot()))
            QVERIFY2(handbook.contains(u"| `%1` |"_s.arg(check.id)), qPrintable(check.id));
    }

    void realMachinesAreChecked()
    {
        QCOMPARE(state(fixture::snapshotOf(u"b250-mining-8x-gtx1060"_s), u"iommu"_s), u"bad"_s);
        QCOMPARE(state(fixture::snapshotOf(u"b250-mining-8x-gtx1060"_s), u"gpus"_s), u"good"_s);
        QCOMPARE(state(fixture::snapshotOf(u"mc12-le0-b550-aspeed"_s), u"gpu-groups"_s), u"warning"_s);
        QCOMPARE(state(fixture::snapshotOf(u"mc12-le0-b550-aspeed"_s), u"permissions"_s), u"good"_s);
        QCOMPARE(state(fixture::snapshotOf(u"nuc12wshi3-igpu-only"_s), u"gpus"_s), u"warning"_s);
        QCOMPARE(state(fixture::snapshotOf(u"proart-x670e-navi31-tbdock"_s), u"gpu-groups"_s), u"good"_s);
        QCOMPARE(state(fixture::snapshotOf(u"proart-x670e-navi31-tbdock"_s), u"permissions"_s), u"unknown"_s);
    }
};

TURNOUT_TEST(DoctorTest)
#include "doctortest.moc"
