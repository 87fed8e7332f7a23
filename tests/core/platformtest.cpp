// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctormachines.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::CpuVendor;
using core::DoctorCheck;
using fixture::readyMachine;
using fixture::remedy;
using fixture::SnapshotBuilder;
using fixture::state;
using fixture::withoutGroups;

/// Machines that are no ordinary PC.
class PlatformTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachIsRecognized_data()
    {
        QTest::addColumn<SnapshotBuilder>("builder");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *sentence, const char *id, const char *expected, const auto &change) {
            SnapshotBuilder builder = readyMachine();
            change(builder);
            QTest::newRow(sentence) << builder << QString::fromLatin1(id) << QString::fromLatin1(expected);
        };
        row("an Arm machine with KVM", "cpu-virtualization", "good", [](SnapshotBuilder &s) {
            s.machine.cpuVendor = CpuVendor::Arm;
            s.machine.cpuVirtualization = core::Unread::Absent;
        });
        row("an Arm machine that was not started in EL2", "cpu-virtualization", "bad", [](SnapshotBuilder &s) {
            s.machine.cpuVendor = CpuVendor::Arm;
            s.machine.kvm = false;
        });
        row("a processor without such flags, with KVM", "cpu-virtualization", "good", [](SnapshotBuilder &s) {
            s.machine.cpuVendor = CpuVendor::Other;
            s.machine.cpuVirtualization = core::Unread::Absent;
        });
        row("an Apple silicon Mac", "platform", "good", [](SnapshotBuilder &s) {
            s.machine.cpuVendor = CpuVendor::Arm;
            s.machine.firmware = core::Firmware::Efi;
            s.machine.product = u"Apple MacBook Pro (14-inch, M1 Pro, 2021)"_s;
        });
        row("Xen's control domain", "platform", "bad", [](SnapshotBuilder &s) {
            s.machine.hypervisor = u"xen-dom0"_s;
        });
        row("KVM is of no use in Xen's control domain", "kvm", "", [](SnapshotBuilder &s) {
            s.machine.hypervisor = u"xen-dom0"_s;
        });
        row("a virtual machine", "platform", "warning", [](SnapshotBuilder &s) {
            s.machine.hypervisor = u"vm"_s;
        });
        row("a Raspberry Pi", "platform", "good", [](SnapshotBuilder &s) {
            s.machine.product = u"Raspberry Pi 5 Model B Rev 1.0"_s;
        });
        row("an ordinary PC", "platform", "", [](SnapshotBuilder &) { });
        row("Intel VMD", "vmd", "good", [](SnapshotBuilder &s) {
            s.add("10000:e1:00.0", SnapshotBuilder::nvme, 1);
        });
        row("a Mac with a T2", "platform", "good", [](SnapshotBuilder &s) {
            core::Function &t2 = s.add("02:00.1", 0x088000, 5);
            t2.vendor = 0x106b;
            t2.device = 0x1801;
        });
    }
    void eachIsRecognized()
    {
        QFETCH(SnapshotBuilder, builder);
        QFETCH(QString, id);
        QTEST(state(builder.snapshot(), id), "expected");
    }

    /// Where nothing but the host or the board decides, a firmware setup is never advised.
    void machinesWithoutAFirmwareSetupAreNotSentThere_data()
    {
        QTest::addColumn<SnapshotBuilder>("builder");
        const auto row = [](const char *sentence, const auto &change) {
            SnapshotBuilder builder = withoutGroups(readyMachine());
            builder.machine.kvm = false;
            builder.machine.cpuVirtualization = false;
            builder.at("00:02.0").classCode = SnapshotBuilder::usb;
            change(builder.machine);
            QTest::newRow(sentence) << builder;
        };
        row("a virtual machine", [](core::Machine &machine) {
            machine.hypervisor = u"vm"_s;
        });
        row("a Raspberry Pi", [](core::Machine &machine) {
            machine.product = u"Raspberry Pi 5 Model B Rev 1.0"_s;
            machine.cpuVendor = CpuVendor::Arm;
        });
        row("an Arm board", [](core::Machine &machine) {
            machine.cpuVendor = CpuVendor::Arm;
        });
        row("Xen's control domain", [](core::Machine &machine) {
            machine.hypervisor = u"xen-dom0"_s;
        });
    }
    void machinesWithoutAFirmwareSetupAreNotSentThere()
    {
        QFETCH(SnapshotBuilder, builder);
        for (const DoctorCheck &check : core::doctor(builder.snapshot())) {
            QVERIFY2(!check.remedy.contains(u"firmware setup"_s), qPrintable(check.id + u": "_s + check.remedy));
            QVERIFY2(check.state != DoctorCheck::State::Bad || !check.remedy.isEmpty(), qPrintable(check.id));
        }
    }

    void anArmServerTurnsOnTheSmmu()
    {
        SnapshotBuilder builder = withoutGroups(readyMachine());
        builder.machine.cpuVendor = CpuVendor::Arm;
        builder.machine.firmware = core::Firmware::Efi;
        const QString text = remedy(builder.snapshot(), u"iommu"_s);
        QVERIFY2(text.contains(u"SMMU"_s) && !text.contains(u"VT-d"_s) && !text.contains(u"intel_iommu"_s), qPrintable(text));
    }
};

TURNOUT_TEST(PlatformTest)
#include "platformtest.moc"
