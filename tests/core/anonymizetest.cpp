// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/snapshot/snapshotjson.h"
#include "snapshotsamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{

QString anonymizedCommandLine(const QString &commandLine)
{
    Snapshot snapshot;
    snapshot.machine.commandLine = commandLine;
    return anonymized(snapshot).machine.commandLine;
}

/// The one function of an anonymized snapshot that has just this one.
Function anonymizedFunction(const Function &function)
{
    Snapshot snapshot;
    snapshot.functions = {function};
    return anonymized(snapshot).functions.front();
}

}

class AnonymizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingPrivateIsLeft()
    {
        Snapshot snapshot;
        snapshot.machine.hostName = u"anna-pc"_s;
        snapshot.machine.commandLine = u"BOOT_IMAGE=/boot/anna root=UUID=0a3c407b-anna quiet nfsroot=10.0.0.1:/anna systemd.hostname=anna"_s;
        snapshot.machine.storagePools = {u"ZFS anna's pool"_s};
        Function &function = snapshot.functions.emplace_back();
        function.networkInterfaces = {{u"enxanna00112233"_s, u"aa:bb:cc:dd:ee:ff anna"_s, true}};
        function.blockDevices = {{u"nvme0n1"_s, u"S5GXNF0R-anna"_s, 1, QStringList{u"/"_s, u"/home/anna"_s, u"/mnt/anna/x"_s}, false, {u"ZFS anna's pool"_s, u"device mapper anna-root"_s}, {u"ZFS anna"_s}}};
        function.usbBuses = {{1, {u"Anna’s phone, anna"_s}, {{u"anna's keyboard"_s, UsbInput::Kind::Keyboard}}}};
        function.holders = Holders{{{42, u"/usr/bin/vim /home/anna/letter"_s, u"/dev/dri/card0"_s}, {43, u"/home/anna/bin/game"_s, u"/dev/dri/card0"_s, u"/user.slice/user-1000.slice/user@1000.service/app.slice/anna.scope"_s}}, true};
        snapshot.machine.managerSettings = {{u"modprobe"_s, u"/etc/modprobe.d/anna.conf"_s, u"options vfio-pci ids=10de:1b80 anna=anna"_s}};
        QVERIFY(toJson(snapshot).count("anna") > 10);
        const QByteArray json = toJson(anonymized(snapshot)).toLower();
        QVERIFY2(!json.contains("anna"), json.constData());
        QVERIFY2(!json.contains("aa:bb"), json.constData());
        QVERIFY2(!json.contains("0a3c407b"), json.constData());
    }

    void theRestStays()
    {
        Snapshot snapshot = tests::Dice(5).snapshot(10, 4);
        const Snapshot before = snapshot;
        Snapshot after = anonymized(snapshot);
        after.machine.hostName = before.machine.hostName;
        after.machine.commandLine = before.machine.commandLine;
        after.machine.storagePools = before.machine.storagePools;
        after.machine.managerSettings = before.machine.managerSettings;
        for (size_t i = 0; i < before.functions.size(); ++i) {
            after.functions[i].networkInterfaces = before.functions[i].networkInterfaces;
            after.functions[i].blockDevices = before.functions[i].blockDevices;
            after.functions[i].usbBuses = before.functions[i].usbBuses;
            after.functions[i].holders = before.functions[i].holders;
        }
        QVERIFY(after == before);
    }

    void anonymizingTwiceChangesNothing()
    {
        for (quint32 seed = 0; seed < 100; ++seed) {
            const Snapshot once = anonymized(tests::Dice(seed).snapshot(5, 2));
            QVERIFY2(anonymized(once) == once, qPrintable(QString::number(seed)));
        }
    }

    void bootAssignmentsStay()
    {
        Snapshot snapshot;
        snapshot.boot = {.assignments = QList{BootAssignment{.parts = {{{.path = u"pci0000:00/01.0/00.0"_s}, u"vfio-pci"_s}}}},
                         .trials = Unread::NeedsPermission,
                         .endedTrials = QList<BootAssignment>(),
                         .ofThisBoot = true,
                         .bootChecked = true};
        QVERIFY(anonymized(snapshot).boot == snapshot.boot);
        QVERIFY(fromJson(toJson(anonymized(snapshot)))->boot == snapshot.boot);
    }

    void commandLine_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *before, const char *after) {
            QTest::newRow(before) << QString::fromUtf8(before) << QString::fromUtf8(after);
        };
        row("", "");
        row("quiet splash nomodeset 3", "quiet splash nomodeset 3");
        row("intel_iommu=on iommu=pt", "intel_iommu=on iommu=pt");
        row("vfio-pci.ids=10de:1f02,10de:10f9 vfio_pci.disable_vga=1", "vfio-pci.ids=10de:1f02,10de:10f9 vfio_pci.disable_vga=1");
        row("pcie_acs_override=downstream,multifunction video=efifb:off", "pcie_acs_override=downstream,multifunction video=efifb:off");
        row("modprobe.blacklist=nouveau,nvidia console=ttyS0,115200n8", "modprobe.blacklist=nouveau,nvidia console=ttyS0,115200n8");
        row("BOOT_IMAGE=/vmlinuz-6.12.107", "BOOT_IMAGE=…");
        row("root=UUID=0a3c407b-c2b5-4b0c-b0a5-51ec5d2f8b4f ro", "root=… ro");
        row("root=/dev/mapper/annas--vg-root", "root=…");
        row("resume=LABEL=anna resume_offset=1234567", "resume=… resume_offset=…");
        row("rd.luks.name=0a3c407b=anna rd.luks.uuid=luks-0a3c rd.lvm.lv=anna/root", "rd.luks.name=… rd.luks.uuid=… rd.lvm.lv=…");
        row("ip=10.0.0.2::10.0.0.1:255.255.255.0:anna:eth0:off ifname=lan:00:11:22:33:44:55", "ip=… ifname=…");
        row("nfsroot=server:/anna,v4 nfsaddrs=10.0.0.2", "nfsroot=… nfsaddrs=…");
        row("systemd.set_credential=passwd.hashed-password.root:x some.module=1", "systemd.set_credential=… some.module=1");
        row("dyndbg=\"file anna.c +p; func x\" ro", "dyndbg=… ro");
        row("\"quoted anna=1\" unfinished=\"anna anna", "… unfinished=…");
        row("i915.vbt_firmware=/home/anna/vbt", "i915.vbt_firmware=…");
        row("/home/anna 00:11:22:33:44:55", "… …");
        row("-- anna secretword", "-- …");
        row("anna S4EWNX0R123456 aa-bb-cc-dd-ee-ff ro", "… … … ro");
        row("luks.pin=1234 kvm.name=anna@example.com vfio_hostname=anna-desktop", "luks.pin=… kvm.name=… vfio_hostname=…");
        row("nvidia.NVreg_TemporaryFilePath=\\home\\anna console=aa:bb:cc:dd:ee:ff xe.serial=ABC123456789",
            "nvidia.NVreg_TemporaryFilePath=… console=… xe.serial=…");
        row("video=HDMI-A-1:1920x1080@60 isolcpus=2-5,8-11", "video=HDMI-A-1:1920x1080@60 isolcpus=2-5,8-11");
    }

    void commandLine()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QCOMPARE(anonymizedCommandLine(before), after);
        QCOMPARE(anonymizedCommandLine(after), after);
    }

    void theHostNameIsMaskedEverywhere()
    {
        Snapshot snapshot;
        snapshot.machine.hostName = u"annas-laptop"_s;
        snapshot.machine.kernel = u"6.1-annas-laptop"_s;
        snapshot.machine.product = u"Annas-Laptop"_s;
        const Machine machine = anonymized(snapshot).machine;
        QCOMPARE(machine.kernel, u"6.1-…"_s);
        QCOMPARE(machine.product, u"…"_s);
    }

    void userChosenNamesAreMasked()
    {
        Function function;
        function.blockDevices = {{u"md_anna"_s, {}, 1, {}, false}, {u"nvme0n1"_s, {}, 1, {}, false}};
        function.holders = Holders{{{1, u"game"_s, u"/home/anna/node"_s}, {2, u"game"_s, u"/dev/dri/card0"_s}}, true};
        const Function after = anonymizedFunction(function);
        QCOMPARE(after.blockDevices[0].name, u"…"_s);
        QCOMPARE(after.blockDevices[1].name, u"nvme0n1"_s);
        QCOMPARE(after.holders->processes[0].node, u"…"_s);
        QCOMPARE(after.holders->processes[1].node, u"/dev/dri/card0"_s);
    }

    void aSettingKeepsItsHardware()
    {
        Snapshot snapshot;
        snapshot.machine.managerSettings = {{u"modprobe"_s, u"/etc/modprobe.d/anna.conf"_s, u"options vfio-pci ids=10de:1b80,10de:10f0 x=anna"_s},
                                            {u"proxmox"_s, u"/etc/pve/qemu-server/101.conf"_s, u"hostpci0: mapping=anna"_s},
                                            {u"driverctl"_s, u"/etc/driverctl.d/0000:01:00.0"_s, u"vfio-pci"_s}};
        const QList<ManagerSetting> after = anonymized(snapshot).machine.managerSettings;
        QCOMPARE(after[0].file, u"/etc/modprobe.d/…"_s);
        QCOMPARE(after[0].setting, u"options vfio-pci ids=10de:1b80,10de:10f0 …"_s);
        QCOMPARE(after[1].file, u"/etc/pve/qemu-server/101.conf"_s);
        QCOMPARE(after[1].setting, u"hostpci0: …"_s);
        QCOMPARE(after[2], snapshot.machine.managerSettings[2]);
    }

    void aSystemServiceStaysAndAVmIsMasked()
    {
        Function function;
        function.holders = Holders{{{1, u"x"_s, u"/dev/fb0"_s, u"/system.slice/nvidia-persistenced.service"_s}, {2, u"qemu"_s, u"/dev/vfio/2"_s, u"/machine.slice/machine-qemu\\x2d1\\x2danna.scope"_s}}, true};
        const QList<Holder> after = anonymizedFunction(function).holders->processes;
        QCOMPARE(after[0].controlGroup, u"/system.slice/nvidia-persistenced.service"_s);
        QCOMPARE(after[1].controlGroup, u"/machine.slice/…"_s);
    }

    void mountsKeepTheirTopLevel()
    {
        Function function;
        function.blockDevices = {{u"sda"_s, u"S1"_s, 512, QStringList{u"/"_s, u"/home"_s, u"/home/anna/x"_s, u"/run/media/anna"_s, u"odd"_s}, true}};
        const BlockDevice disk = anonymizedFunction(function).blockDevices.first();
        QCOMPARE(*disk.mounts, (QStringList{u"/"_s, u"/home"_s, u"/home/…"_s, u"/run/…"_s, u"…"_s}));
        QCOMPARE(disk.serial, QString());
        QCOMPARE(disk.size, 512);
        QVERIFY(disk.swap);
    }

    void programsLoseTheirArguments_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("name") << u"kwin_wayland"_s << u"kwin_wayland"_s;
        QTest::newRow("name and arguments") << u"Xorg -auth /run/anna"_s << u"Xorg"_s;
        QTest::newRow("system path") << u"/usr/lib/xorg/Xorg :0"_s << u"Xorg"_s;
        QTest::newRow("home path") << u"/home/anna/game"_s << u"…"_s;
        QTest::newRow("home path with a space") << u"/home/anna smith/game"_s << u"…"_s;
        QTest::newRow("arguments after a tab") << u"bash\t--token=abc"_s << u"bash"_s;
        QTest::newRow("arguments after a no-break space") << u"sh\u00a0-c"_s << u"sh"_s;
        QTest::newRow("Wine") << u"C:\\Users\\anna\\game.exe"_s << u"…"_s;
    }

    void programsLoseTheirArguments()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        Function function;
        function.holders = Holders{{{1, before, u"/dev/dri/card0"_s}}, true};
        QCOMPARE(anonymizedFunction(function).holders->processes.first().command, after);
    }

    void interfacesWithAutomaticNamesKeepThem_data()
    {
        QTest::addColumn<bool>("kept");
        for (const char *name : {"eth0", "wlan1", "enp4s0", "enp4s0f1np1", "eno1", "ens3", "enP2p1s0f0", "wlp0s20f3", "enp0s31f6", "ibp5s0", "enp3s0f0v12"})
            QTest::newRow(name) << true;
        for (const char *name : {"enx001122334455", "annas-lan", "lan0", "eth0.anna", "wlanna", "enpanna", ""})
            QTest::newRow(name) << false;
    }

    void interfacesWithAutomaticNamesKeepThem()
    {
        QFETCH(const bool, kept);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        Function function;
        function.networkInterfaces = {{name, u"00:11:22:33:44:55"_s, true}};
        const NetworkInterface interface = anonymizedFunction(function).networkInterfaces.first();
        QCOMPARE(interface.name, kept ? name : u"…"_s);
        QCOMPARE(interface.mac, QString());
        QVERIFY(interface.up);
    }

    void usbDevicesKeepTheirNumberAndKind()
    {
        Function function;
        function.usbBuses = {{3, {u"Anna's phone"_s, u"Hub"_s}, {{u"Keys"_s, UsbInput::Kind::Keyboard}, {u"Rat"_s, UsbInput::Kind::Mouse}}}};
        const UsbBus bus = anonymizedFunction(function).usbBuses.first();
        QCOMPARE(bus.devices, (QStringList{u"…"_s, u"…"_s}));
        QCOMPARE(bus.inputs, (QList<UsbInput>{{u"…"_s, UsbInput::Kind::Keyboard}, {u"…"_s, UsbInput::Kind::Mouse}}));
    }
};

TURNOUT_TEST(AnonymizeTest)

#include "anonymizetest.moc"
