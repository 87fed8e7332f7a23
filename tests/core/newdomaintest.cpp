// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/domain/newdomain.h"
#include "core/domain/cpuplan.h"
#include "core/domain/guestwindow.h"
#include "core/domain/igdassignment.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{
constexpr quint64 gib = quint64(1) << 30;

QByteArray capabilities(const QString &name)
{
    QFile file(QStringLiteral(TURNOUT_FIXTURES "/capabilities/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

DomainCapabilities debian13()
{
    return DomainCapabilities::parse(capabilities(u"debian13-domain.xml"_s)).value();
}

HostCapabilities host(const QString &name)
{
    return HostCapabilities::parse(capabilities(name + u"-host.xml"_s)).value();
}

/// A card whose memory is a BAR of that size, in NUMA node 1.
Snapshot machineWith(quint64 barSize)
{
    fixture::SnapshotBuilder builder;
    Function &gpu = builder.add("01:00.0", fixture::SnapshotBuilder::vga, 1);
    gpu.vendor = 0x1002;
    gpu.numaNode = 1;
    gpu.bars = {{.index = 0, .kind = Bar::Kind::Memory64, .prefetchable = true, .address = 0, .size = barSize}};
    builder.add("01:00.1", fixture::SnapshotBuilder::audio, 1);
    return builder.snapshot();
}

NewDomain linuxVm()
{
    NewDomain wish;
    wish.name = u"vm"_s;
    wish.mebibytes = 8192;
    return wish;
}

QString xmlOf(const Snapshot &snapshot, const NewDomain &wish, const DomainTarget &target)
{
    const Result<QString> xml = newDomainXml(snapshot, {fixture::at("01:00.0")}, wish, target);
    return xml.ok() ? *xml : u"error: "_s + xml.error().text();
}

QString withDebian13(const NewDomain &wish)
{
    return xmlOf(machineWith(gib), wish, {.domain = debian13(), .host = {}, .isAssumed = false});
}
}

class NewDomainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capabilities_are_read()
    {
        const DomainCapabilities domain = debian13();
        QVERIFY(domain.hasEfi && domain.hasSecureBoot && domain.hasHostPassthrough && domain.hasVfio && domain.hasPciHostdev && !domain.hasIommufd);
        QCOMPARE(domain.virtType, u"kvm"_s);
        QCOMPARE(domain.qemuVersion(), QVersionNumber(10, 0));
        QCOMPARE(domain.maxPhysicalBits, 39);
        QCOMPARE(domain.tpmVersions, QStringList({u"1.2"_s, u"2.0"_s}));
        QVERIFY(domain.hypervFeatures.contains(u"evmcs"_s));
        const DomainCapabilities newer = DomainCapabilities::parse(capabilities(u"newer-domain.xml"_s)).value();
        QVERIFY(newer.hasIommufd && newer.audioTypes.contains(u"pipewire"_s));
        const DomainCapabilities bare = DomainCapabilities::parse(capabilities(u"bare-domain.xml"_s)).value();
        QVERIFY(!bare.hasEfi && !bare.hasSecureBoot && bare.tpmModels.isEmpty());
        QVERIFY(DomainCapabilities::parse("<domain/>").error().text().contains(u"<domain>"));
        QVERIFY(HostCapabilities::parse("<domain/>").error().text().contains(u"<domain>"));
    }

    void a_host_has_cores_and_caches()
    {
        const HostCapabilities ryzen = host(u"ryzen"_s);
        QCOMPARE(ryzen.cpuVendor, u"AMD"_s);
        QCOMPARE(ryzen.physicalBits, 48);
        QCOMPARE(ryzen.cpus.size(), 16);
        QCOMPARE(ryzen.cpus[12], (HostCpu{.id = 12, .node = 0, .core = 4, .cache = 4}));
        QCOMPARE(ryzen.pages.size(), 2);
        QVERIFY(ryzen.hasOneGibPages);
    }

    void sets_of_cpus_are_read_and_written_as_libvirt_does()
    {
        QCOMPARE(parseCpuSet(u"0-3,^2,8"), (QList<int>{0, 1, 3, 8}));
        QCOMPARE(cpuSetText({8, 0, 1, 2}), u"0-2,8"_s);
        for (const QStringView wrong : {u"", u"a", u"3-1", u"-1", u"0-99999999", u"1,,2"})
            QCOMPARE(parseCpuSet(wrong), std::nullopt);
    }

    void vcpus_are_whole_cores_of_one_cache_and_node()
    {
        // The first cache is left to the host.
        const CpuPlan four = planCpus(host(u"ryzen"_s), 8, {});
        QCOMPARE(four.hostCpus, (QList<int>{4, 12, 5, 13, 6, 14, 7, 15}));
        QCOMPARE(four.emulatorCpus, (QList<int>{0, 1, 2, 3, 8, 9, 10, 11}));
        QVERIFY(four.cores == 4 && four.threads == 2 && !four.crossesCaches && !four.node);

        const CpuPlan node = planCpus(host(u"two-nodes"_s), 4, 1);
        QCOMPARE(node.hostCpus, (QList<int>{6, 18, 7, 19}));
        QCOMPARE(node.node, 1);
        for (const int cpu : node.emulatorCpus)
            QVERIFY((cpu >= 6 && cpu < 12) || cpu >= 18);

        const CpuPlan wide = planCpus(host(u"ryzen"_s), 12, {});
        QVERIFY(wide.crossesCaches);
        QVERIFY(!wide.hostCpus.contains(0) && wide.hostCpus.size() == 12);

        const CpuPlan odd = planCpus(host(u"ryzen"_s), 3, {});
        QVERIFY(odd.threads == 1 && odd.cores == 3 && odd.hostCpus == (QList<int>{4, 5, 6}));
    }

    void without_a_core_for_the_host_nothing_is_pinned()
    {
        QVERIFY(planCpus(host(u"ryzen"_s), 16, {}).hostCpus.isEmpty());
        QVERIFY(planCpus({}, 4, {}).hostCpus.isEmpty());
        QCOMPARE(usualVcpus(host(u"ryzen"_s), {}), 8);
        QCOMPARE(usualVcpus(host(u"two-nodes"_s), 1), 6);
        QCOMPARE(usualVcpus({}, {}), 4);
    }

    void the_firmwares_window_follows_the_bits_of_the_cpu()
    {
        QCOMPARE(ovmfWindow({}, true, true), 32 * gib);
        QCOMPARE(ovmfWindow(39, true, true), 32 * gib); // as measured: a BAR of 64 GiB does not fit
        QCOMPARE(ovmfWindow(39, false, true), 64 * gib);
        QCOMPARE(ovmfWindow(40, true, true), 128 * gib);
        QCOMPARE(ovmfWindow(48, true, true), 8192 * gib);
        QCOMPARE(ovmfWindow(48, true, false), 128 * gib);
        QCOMPARE(windowOverride(64 * gib, 32 * gib), 131072U);
        QCOMPARE(windowOverride(16 * gib, 32 * gib), std::nullopt);
        QCOMPARE(windowOverride(32 * gib, 32 * gib), 65536U);
        QCOMPARE(windowOverride(0, 0), std::nullopt);
    }

    void a_window_is_set_only_where_the_bars_need_it()
    {
        const NewDomain wish = linuxVm();
        DomainTarget target{.domain = debian13(), .host = host(u"ryzen"_s), .isAssumed = false};
        QVERIFY(!xmlOf(machineWith(64 * gib), wish, target).contains(u"X-PciMmio64Mb"));
        target.host->physicalBits = 39;
        const QString large = xmlOf(machineWith(64 * gib), wish, target);
        QVERIFY2(large.contains(u"name=opt/ovmf/X-PciMmio64Mb,string=131072\""), qPrintable(large));
        QVERIFY(large.contains(u"xmlns:qemu="));
        QVERIFY(!xmlOf(machineWith(gib), wish, target).contains(u"X-PciMmio64Mb"));
        NewDomain bios = wish;
        bios.firmware = GuestFirmware::Bios;
        QVERIFY(!xmlOf(machineWith(64 * gib), bios, target).contains(u"X-PciMmio64Mb"));
    }

    void memory_comes_from_the_gpus_node()
    {
        const QString xml = xmlOf(machineWith(gib), linuxVm(), {.domain = debian13(), .host = host(u"two-nodes"_s), .isAssumed = false});
        QVERIFY2(xml.contains(u"<memory mode=\"preferred\" nodeset=\"1\"/>"), qPrintable(xml));
        QVERIFY(xml.contains(u"<vcpupin vcpu=\"0\" cpuset=\"6\"/>"));
        QVERIFY(!xml.contains(u"topoext")); // Intel
        QVERIFY(!withDebian13(linuxVm()).contains(u"numatune"));
    }

    void igd_follows_what_this_qemu_knows_data()
    {
        QTest::addColumn<int>("device");
        QTest::addColumn<QVersionNumber>("qemu");
        QTest::addColumn<bool>("isPassed");
        QTest::addColumn<bool>("isSwitched");
        QTest::newRow("Raptor Lake, 10.0") << 0xa780 << QVersionNumber(10, 0) << true << true;
        QTest::newRow("Raptor Lake, 11.1") << 0xa780 << QVersionNumber(11, 1) << true << false;
        QTest::newRow("Meteor Lake, 10.0") << 0x7d55 << QVersionNumber(10, 0) << false << false;
        QTest::newRow("Meteor Lake, 11.1") << 0x7d55 << QVersionNumber(11, 1, 3) << true << false;
        QTest::newRow("Sandy Bridge, unknown") << 0x0102 << QVersionNumber() << true << true;
    }

    void igd_follows_what_this_qemu_knows()
    {
        QFETCH(const int, device);
        QFETCH(const QVersionNumber, qemu);
        QFETCH(const bool, isPassed);
        QFETCH(const bool, isSwitched);
        Function function;
        function.address = fixture::at("00:02.0");
        function.classCode = fixture::SnapshotBuilder::vga;
        function.vendor = 0x8086;
        function.device = quint16(device);
        const IgdAssignment igd = igdAssignment(function, qemu);
        QVERIFY(igd.isIgd);
        QCOMPARE(igd.canPassOpRegion, isPassed);
        QCOMPARE(igd.needsOpRegionSwitch, isSwitched);
        QCOMPARE(igdLimitText(igd, qemu).isEmpty(), isPassed);
        function.address = fixture::at("03:00.0"); // a discrete card of Intel
        QVERIFY(!igdAssignment(function, qemu).isIgd);
    }

    void looking_glass_needs_the_next_power_of_two()
    {
        QCOMPARE((LookingGlass{1920, 1080, false}.mebibytes()), 32U);
        QCOMPARE((LookingGlass{2560, 1440, false}.mebibytes()), 64U);
        QCOMPARE((LookingGlass{3840, 2160, false}.mebibytes()), 128U);
        QCOMPARE((LookingGlass{3840, 2160, true}.mebibytes()), 256U);
    }

    void wishes_that_cannot_be_fulfilled_are_named_data()
    {
        QTest::addColumn<std::function<void(NewDomain &)>>("change");
        QTest::addColumn<QString>("error");
        const auto row = [](const char *name, const std::function<void(NewDomain &)> &change, const QString &error) {
            QTest::newRow(name) << change << error;
        };
        row(
            "name with a slash",
            [](NewDomain &w) {
                w.name = u"a/b"_s;
            },
            u"cannot be the name"_s);
        row(
            "name with a line break",
            [](NewDomain &w) {
                w.name = u"a\nb"_s;
            },
            u"cannot be the name"_s);
        row(
            "no name",
            [](NewDomain &w) {
                w.name.clear();
            },
            u"cannot be the name"_s);
        row(
            "little memory",
            [](NewDomain &w) {
                w.mebibytes = 16;
            },
            u"16 MiB of memory"_s);
        row(
            "much memory",
            [](NewDomain &w) {
                w.mebibytes = quint64(1) << 40;
            },
            u"of memory"_s);
        row(
            "part of a page",
            [](NewDomain &w) {
                w.mebibytes = 8191;
                w.hugepageKib = 1048576;
            },
            u"whole number of pages"_s);
        row(
            "no vCPU",
            [](NewDomain &w) {
                w.vcpus = 0;
            },
            u"0 vCPUs"_s);
        row(
            "many vCPUs",
            [](NewDomain &w) {
                w.vcpus = 9999;
            },
            u"9,999 vCPUs"_s);
        row(
            "iommufd",
            [](NewDomain &w) {
                w.hostdev.usesIommufd = true;
            },
            u"iommufd"_s);
        row(
            "Secure Boot with BIOS",
            [](NewDomain &w) {
                w.firmware = GuestFirmware::Bios;
                w.secureBoot = true;
            },
            u"requires UEFI"_s);
        row(
            "relative disk",
            [](NewDomain &w) {
                w.disk = {GuestDisk::Kind::Image, u"a.qcow2"_s, 0, u"qcow2"_s};
            },
            u"absolute path"_s);
        row(
            "mounted disk",
            [](NewDomain &w) {
                w.disk = {GuestDisk::Kind::BlockDevice, u"/dev/nvme0n1p2"_s, 0, u"raw"_s};
            },
            u"The host uses"_s);
        row(
            "mdev",
            [](NewDomain &w) {
                w.mdevs = {u"no"_s};
            },
            u"not a UUID"_s);
        row(
            "SPICE audio",
            [](NewDomain &w) {
                w.graphics = GuestGraphics::Vnc;
                w.audio = GuestAudio::Spice;
            },
            u"SPICE graphics"_s);
        row(
            "ports",
            [](NewDomain &w) {
                w.freePorts = 500;
            },
            u"root ports"_s);
        row(
            "bits",
            [](NewDomain &w) {
                w.maxPhysicalBits = 8;
            },
            u"8 bits"_s);
        row(
            "screen",
            [](NewDomain &w) {
                w.lookingGlass = LookingGlass{0, 1, false};
            },
            u"Looking Glass"_s);
        row(
            "two ROMs",
            [](NewDomain &w) {
                w.hostdev.hidesRom = true;
                w.hostdev.rom = u"/r"_s;
            },
            u"ROM"_s);
    }

    void wishes_that_cannot_be_fulfilled_are_named()
    {
        QFETCH(const std::function<void(NewDomain &)>, change);
        QFETCH(const QString, error);
        NewDomain wish = linuxVm();
        QVERIFY(!withDebian13(wish).startsWith(u"error"));
        change(wish);
        Snapshot machine = machineWith(gib);
        machine.functions[1].blockDevices = {{.name = u"nvme0n1"_s, .serial = {}, .size = 0, .mounts = QStringList{u"/"_s}, .swap = false}};
        const QString xml = xmlOf(machine, wish, {.domain = debian13(), .host = {}, .isAssumed = false});
        QVERIFY2(xml.startsWith(u"error") && xml.contains(error), qPrintable(xml));
    }

    void windows_11_needs_what_the_host_has()
    {
        const DomainTarget bare{.domain = DomainCapabilities::parse(capabilities(u"bare-domain.xml"_s)).value(), .host = {}, .isAssumed = false};
        NewDomain wish = linuxVm();
        wish.guest = GuestOs::Windows11;
        QVERIFY(xmlOf(machineWith(gib), wish, bare).contains(u"no UEFI firmware"));
        wish.firmware = GuestFirmware::Bios;
        QVERIFY(xmlOf(machineWith(gib), wish, bare).contains(u"TPM 2.0"));
        wish.tpm = false;
        const QString xml = xmlOf(machineWith(gib), wish, bare);
        QVERIFY2(xml.contains(u"<graphics type=\"vnc\""), qPrintable(xml));
    }

    void a_disk_that_only_begins_like_a_used_one_is_free()
    {
        NewDomain wish = linuxVm();
        wish.disk = {GuestDisk::Kind::BlockDevice, u"/dev/sdaa"_s, 0, u"raw"_s};
        Snapshot machine = machineWith(gib);
        machine.functions[1].blockDevices = {{.name = u"sda"_s, .serial = {}, .size = 0, .mounts = QStringList{u"/"_s}, .swap = false}};
        const QString xml = xmlOf(machine, wish, {.domain = debian13(), .host = {}, .isAssumed = false});
        QVERIFY2(!xml.startsWith(u"error"), qPrintable(xml));
    }
};

TURNOUT_TEST(NewDomainTest)

#include "newdomaintest.moc"
