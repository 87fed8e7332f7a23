// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QTest>

using core::UsbInput;

namespace
{
const QByteArray place = "pci0000:00/0000:00:02.0";

core::Function readOne(const Tree &tree)
{
    return tree.read().functions.at(0);
}

void addBlock(const Tree &tree, const QByteArray &function, const QByteArray &pathInClass, const QByteArray &number)
{
    const QByteArray at = tree.classDevice(function, pathInClass);
    tree.file(at + "/dev", number + '\n');
    tree.file(at + "/size", "2048\n");
    const QByteArray name = pathInClass.sliced(pathInClass.lastIndexOf('/') + 1);
    if (pathInClass.count('/') > 1)
        tree.file(at + "/partition", "1\n");
    tree.file(at + "/holders/.keep", "");
    tree.remove(at + "/holders/.keep");
}

/// A key bitmap of the kernel with these bits set.
QByteArray bitmap(const QList<int> &bits)
{
    std::array<quint64, 12> keywords{};
    for (const int bit : bits)
        keywords[size_t(bit / 64)] |= quint64(1) << bit % 64;
    QByteArray text;
    for (auto word = keywords.rbegin(); word != keywords.rend(); ++word)
        text += QByteArray::number(*word, 16) + ' ';
    return text.trimmed() + '\n';
}
}

/// What drivers made of the functions: displays, sound, network, disks, USB, and who holds them.
class DevicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void displaysAreReadFromTheCachedState()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        tree.classDevice(gpu, "drm/renderD128");
        tree.classDevice(gpu, "drm/card1");
        tree.classDevice(gpu, "graphics/fb0");
        const QByteArray connected = tree.classDevice(gpu, "drm/card1/card1-HDMI-A-1");
        tree.file(connected + "/status", "connected\n");
        tree.file(connected + "/enabled", "enabled\n");
        tree.file(tree.classDevice(gpu, "drm/card1/card1-DP-1") + "/status", "disconnected\n");
        tree.file("sys/class/drm/version", "drm 1.1.0 20060810\n");

        const core::Function function = readOne(tree);

        QCOMPARE(function.drmNodes.join(u' '), QStringLiteral("card1 renderD128"));
        QCOMPARE(function.framebuffers.join(u' '), QStringLiteral("fb0"));
        QCOMPARE(function.connectors.size(), 2);
        QCOMPARE(function.connectors[0], (core::Connector{QStringLiteral("DP-1"), QStringLiteral("disconnected"), false}));
        QCOMPARE(function.connectors[1], (core::Connector{QStringLiteral("HDMI-A-1"), QStringLiteral("connected"), true}));
    }

    void soundCardsBelongToTheirFunction()
    {
        const Tree tree;
        const QByteArray audio = tree.function(place, "040300");
        tree.classDevice(audio, "sound/card2");
        tree.classDevice(audio, "sound/card2/controlC2");
        QCOMPARE(readOne(tree).soundCards.join(u' '), QStringLiteral("card2"));
    }

    void networkInterfacesAreReadAlsoBehindVirtio()
    {
        const Tree tree;
        const QByteArray nic = tree.function(place, "020000");
        const QByteArray at = tree.classDevice(nic + "/virtio1", "net/eth0");
        tree.file(at + "/address", "52:54:00:12:34:56\n");
        tree.file(at + "/operstate", "up\n");
        tree.classDevice("sys/devices/virtual", "net/lo");
        const core::Function function = readOne(tree);
        QCOMPARE(function.networkInterfaces, (QList{core::NetworkInterface{QStringLiteral("eth0"), QStringLiteral("52:54:00:12:34:56"), true}}));
    }

    void aDiskTellsWhatIsMountedFromItsPartitions()
    {
        const Tree tree;
        const QByteArray nvme = tree.function(place, "010802");
        addBlock(tree, nvme + "/nvme/nvme0", "block/nvme0n1", "259:0");
        addBlock(tree, nvme + "/nvme/nvme0", "block/nvme0n1/nvme0n1p1", "259:1");
        addBlock(tree, nvme + "/nvme/nvme0", "block/nvme0n1/nvme0n1p2", "259:2");
        tree.file(nvme + "/nvme/nvme0/block/nvme0n1/device/serial", "  S5GXNX0T123456  \n");
        tree.file("proc/self/mountinfo",
                  "30 1 259:1 / /boot/efi rw shared:1 - vfat /dev/nvme0n1p1 rw\n"
                  "31 1 0:35 /@home /home/my\\040files rw - btrfs /dev/nvme0n1p2 rw\n"
                  "32 1 0:5 / /dev rw - devtmpfs udev rw\n"
                  "broken line\n");

        const core::Function function = readOne(tree);

        QCOMPARE(function.blockDevices.size(), 1);
        const core::BlockDevice &disk = function.blockDevices[0];
        QCOMPARE(disk.name, QStringLiteral("nvme0n1"));
        QCOMPARE(disk.serial, QStringLiteral("S5GXNX0T123456"));
        QCOMPARE(disk.size, 2048u * 512);
        QCOMPARE(disk.mounts->join(u'|'), QStringLiteral("/boot/efi|/home/my files"));
        QVERIFY(!disk.swap);
    }

    void mountsAndSwapAreFoundThroughWhatIsStackedAbove()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        addBlock(tree, sata + "/ata1/target0", "block/sda", "8:0");
        addBlock(tree, sata + "/ata1/target0", "block/sda/sda1", "8:1");
        addBlock(tree, "sys/devices/virtual", "block/dm-0", "254:0");
        addBlock(tree, "sys/devices/virtual", "block/dm-1", "254:1");
        addBlock(tree, "sys/devices/virtual", "block/dm-2", "254:2");
        tree.file("sys/devices/virtual/block/dm-1/dm/name", "vg-root\n");
        tree.link(sata + "/ata1/target0/block/sda/sda1/holders/dm-0", "../../x");
        tree.link("sys/devices/virtual/block/dm-0/holders/dm-1", "../x");
        tree.link("sys/devices/virtual/block/dm-0/holders/dm-2", "../x");
        tree.link("sys/devices/virtual/block/dm-1/holders/dm-0", "../x"); // no real one bites its tail
        tree.file("proc/self/mountinfo", "30 1 0:40 / / rw - btrfs /dev/mapper/vg-root rw\n");
        tree.file("proc/swaps", "Filename\tType\nX\n/dev/dm-2                               partition\t1000\t0\t-2\n");

        const core::BlockDevice disk = readOne(tree).blockDevices.at(0);

        QCOMPARE(disk.name, QStringLiteral("sda"));
        QCOMPARE(disk.mounts->join(u'|'), QStringLiteral("/"));
        QVERIFY(disk.swap);
    }

    /// The helper's unit has ProtectHome= and the like: its own table of mounts is not that of the system.
    void whatIsMountedIsAskedOfTheFirstProcess()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        addBlock(tree, sata + "/ata", "block/sda", "8:0");
        tree.file("proc/1/mountinfo", "30 1 8:0 / /home rw - ext4 /dev/sda rw\n");
        tree.file("proc/self/mountinfo", "30 1 0:21 / /home ro - tmpfs tmpfs ro\n");
        QCOMPARE(*readOne(tree).blockDevices.at(0).mounts, QStringList{QStringLiteral("/home")});
        QCOMPARE(*tree.readUnprivileged().functions.at(0).blockDevices.at(0).mounts, QStringList{QStringLiteral("/home")});
    }

    /// /proc mounted with hidepid=
    void whoDoesNotSeeTheFirstProcessAsksHimself()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        addBlock(tree, sata + "/ata", "block/sda", "8:0");
        tree.file("proc/self/mountinfo", "30 1 8:0 / /srv rw - ext4 /dev/sda rw\n");
        QCOMPARE(*readOne(tree).blockDevices.at(0).mounts, QStringList{QStringLiteral("/srv")});
    }

    void withoutATableOfMountsNoDiskIsKnownToBeFree()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        addBlock(tree, sata + "/ata", "block/sda", "8:0");
        QVERIFY(!readOne(tree).blockDevices.at(0).mounts);
        tree.file("proc/self/mountinfo", {});
        QFile::setPermissions(tree.path("proc/self/mountinfo"), QFile::Permissions());
        QVERIFY(tree.readUnprivileged().functions.at(0).blockDevices.at(0).mounts == core::Reading<QStringList>(core::Unread::NeedsPermission));
        tree.link("proc/1/mountinfo", "/dev/zero"); // without an end
        QVERIFY(readOne(tree).blockDevices.at(0).mounts == core::Reading<QStringList>(core::Unread::Malformed));
    }

    void everyDiskOfABtrfsIsMounted()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        for (const auto &[disk, number] : {std::pair("sda", "8:0"), std::pair("sdb", "8:16"), std::pair("sdc", "8:32")})
            addBlock(tree, sata + "/ata", QByteArray("block/") + disk, number);
        tree.file("sys/fs/btrfs/features/raid1c34", "0\n");
        for (const char *member : {"sda", "sdb"})
            tree.link(QByteArray("sys/fs/btrfs/0b9cf13e/devices/") + member, "../../x");
        tree.file("proc/self/mountinfo", "30 1 0:40 / /srv rw - btrfs /dev/sda rw\n");
        const QList<core::BlockDevice> disks = readOne(tree).blockDevices;
        QCOMPARE(*disks.at(0).mounts, QStringList{QStringLiteral("/srv")});
        QCOMPARE(*disks.at(1).mounts, QStringList{QStringLiteral("/srv")});
        QCOMPARE(*disks.at(2).mounts, QStringList());
    }

    void anNvmeDiskSharedByControllersIsFoundUnderEach()
    {
        const Tree tree;
        const QByteArray nvme = tree.function(place, "010802");
        addBlock(tree, nvme + "/nvme/nvme0", "block/nvme0c0n1", "0:0");
        addBlock(tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys0", "block/nvme0n1", "259:0");
        tree.file("proc/self/mountinfo", "30 1 259:0 / /srv rw - ext4 /dev/nvme0n1 rw\n");
        QCOMPARE(readOne(tree).blockDevices.at(0).mounts->join(u'|'), QStringLiteral("/srv"));
    }

    void aScsiDiskTellsItsSerialFromTheKeptPage()
    {
        const Tree tree;
        const QByteArray sata = tree.function(place, "010601");
        addBlock(tree, sata + "/ata1", "block/sda", "8:0");
        tree.file(sata + "/ata1/block/sda/device/vpd_pg80", QByteArray("\x00\x80\x00\x08", 4) + "WD-1234 ");
        QCOMPARE(readOne(tree).blockDevices.at(0).serial, QStringLiteral("WD-1234"));
    }

    void usbBusesTellTheirDevicesAndKeyboards()
    {
        const Tree tree;
        const QByteArray xhci = tree.function(place, "0c0330");
        for (const char *name : {"usb3", "usb4"}) {
            tree.file(xhci + '/' + name + "/product", "xHCI Host Controller\n");
            tree.link(QByteArray("sys/bus/usb/devices/") + name, "../../../devices/" + place + '/' + name);
        }
        tree.file(xhci + "/usb3/3-1/product", "Model M\n");
        tree.link("sys/bus/usb/devices/3-1", "../../../devices/" + place + "/usb3/3-1");
        tree.link("sys/bus/usb/devices/3-1:1.0", "../../../devices/" + place + "/usb3/3-1/3-1:1.0");
        const QByteArray hid = xhci + "/usb3/3-1/3-1:1.0/0003:1234:5678.0001";
        const QByteArray keyboard = tree.classDevice(hid, "input/input5");
        tree.file(keyboard + "/name", "Model M keyboard\n");
        tree.file(keyboard + "/capabilities/key", bitmap({1, 28, 30}));
        tree.file(keyboard + "/capabilities/rel", "0\n");
        const QByteArray mouse = tree.classDevice(hid, "input/input6");
        tree.file(mouse + "/name", "Ball\n");
        tree.file(mouse + "/capabilities/key", bitmap({0x110, 0x111}));
        tree.file(mouse + "/capabilities/rel", "903\n");
        const QByteArray buttons = tree.classDevice(hid, "input/input7");
        tree.file(buttons + "/name", "Volume\n");
        tree.file(buttons + "/capabilities/key", bitmap({114, 115}));
        tree.classDevice(hid, "input/input7/event7");

        const core::Function function = readOne(tree);

        QCOMPARE(function.usbBuses.size(), 2);
        const core::UsbBus &bus = function.usbBuses[0];
        QCOMPARE(bus.number, 3);
        QCOMPARE(bus.devices.join(u'|'), QStringLiteral("Model M"));
        QCOMPARE(bus.inputs,
                 (QList{UsbInput{QStringLiteral("Ball"), UsbInput::Kind::Mouse},
                        UsbInput{QStringLiteral("Model M keyboard"), UsbInput::Kind::Keyboard},
                        UsbInput{QStringLiteral("Volume"), UsbInput::Kind::Other}}));
        QVERIFY(function.usbBuses[1].devices.isEmpty());
    }

    void whoHoldsANodeOfTheSlotIsNamed()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        const QByteArray audio = tree.function("pci0000:00/0000:00:02.1", "040300");
        tree.classDevice(gpu, "drm/card0");
        tree.classDevice(audio, "sound/card1");
        tree.link(gpu + "/iommu_group", "../../../kernel/iommu_groups/7");
        tree.file("proc/100/comm", "kwin_wayland\n");
        tree.link("proc/100/fd/3", "/dev/dri/card0");
        tree.link("proc/100/fd/4", "/dev/dri/card0"); // the same once more
        tree.link("proc/100/fd/5", "/dev/null");
        tree.file("proc/200/comm", "pipewire\n");
        tree.link("proc/200/fd/9", "/dev/snd/pcmC1D3p");
        tree.link("proc/200/fd/10", "/dev/snd/seq");
        tree.file("proc/300/comm", "qemu\n");
        tree.link("proc/300/fd/9", "/dev/vfio/7");

        const core::Snapshot snapshot = tree.read();

        const core::Holders &ofGpu = *snapshot.functions[0].holders;
        QVERIFY(ofGpu.complete);
        QCOMPARE(ofGpu.processes.size(), 2);
        QCOMPARE(ofGpu.processes[0], (core::Holder{100, QStringLiteral("kwin_wayland"), QStringLiteral("/dev/dri/card0")}));
        QCOMPARE(ofGpu.processes[1].node, QStringLiteral("/dev/vfio/7"));
        const core::Holders &ofAudio = *snapshot.functions[1].holders;
        QCOMPARE(ofAudio.processes, (QList{core::Holder{200, QStringLiteral("pipewire"), QStringLiteral("/dev/snd/pcmC1D3p")}}));
    }

    /// In a namespace of its own a process may give any node any name.
    void manyHoldersOfOneNodeHideNoneOfAnother()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        tree.classDevice(gpu, "drm/card0");
        tree.link(gpu + "/iommu_group", "../../../kernel/iommu_groups/7");
        for (int pid = 100; pid < 200; ++pid)
            tree.link("proc/" + QByteArray::number(pid) + "/fd/3", "/dev/vfio/7");
        tree.link("proc/300/fd/3", "/dev/dri/card0");
        const core::Snapshot snapshot = tree.read();
        const core::Holders &holders = *snapshot.functions[0].holders;
        QCOMPARE(holders.processes.size(), 65);
        QCOMPARE(holders.processes.last().node, QStringLiteral("/dev/dri/card0"));
    }

    void aVirtualMachineOnIommufdIsFoundByTheDevicesOwnNode()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/vfio-pci");
        tree.file(gpu + "/vfio-dev/vfio3/dev", "511:3\n");
        tree.file("proc/300/comm", "qemu-system-x86\n");
        tree.link("proc/300/fd/9", "/dev/vfio/devices/vfio3");
        tree.link("proc/300/fd/10", "/dev/vfio/devices/vfio4"); // another's
        QCOMPARE(tree.read().functions[0].holders->processes,
                 (QList{core::Holder{300, QStringLiteral("qemu-system-x86"), QStringLiteral("/dev/vfio/devices/vfio3")}}));
    }

    /// Then any node of an NVIDIA GPU may be its own: better one program too many than a driver that hangs.
    void anNvidiaNodeIsFoundByItsMinorUnlessThatWouldWake_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<int>("reads");
        QTest::addColumn<QStringList>("nodes");
        QTest::newRow("active") << QByteArray("active") << 1 << QStringList{QStringLiteral("/dev/nvidia2")};
        const QStringList both{QStringLiteral("/dev/nvidia2"), QStringLiteral("/dev/nvidia3")};
        QTest::newRow("suspended") << QByteArray("suspended") << 0 << both;
        QTest::newRow("unknown") << QByteArray() << 0 << both;
    }

    void anNvidiaNodeIsFoundByItsMinorUnlessThatWouldWake()
    {
        QFETCH(QByteArray, status);
        QFETCH(int, reads);
        QFETCH(QStringList, nodes);
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        if (status.isEmpty())
            tree.remove(gpu + "/power/runtime_status");
        else
            tree.file(gpu + "/power/runtime_status", status);
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/nvidia");
        tree.file("proc/driver/nvidia/gpus/0000:00:02.0/information", "Model: \t\t X\nDevice Minor: \t 2\n");
        tree.file("proc/100/comm", "nvidia-persistenced\n");
        tree.link("proc/100/fd/3", "/dev/nvidia2");
        tree.link("proc/100/fd/4", "/dev/nvidia3");
        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);
        QStringList found;
        for (const core::Holder &holder : snapshot.functions[0].holders->processes)
            found << holder.node;
        QCOMPARE(found, nodes);
        QCOMPARE(std::ranges::count(accesses, "proc/driver/nvidia/gpus/0000:00:02.0/information"), reads);
    }

    void processesOfOthersMakeTheListIncomplete()
    {
        const Tree tree;
        tree.classDevice(tree.function(place), "drm/card0");
        tree.link("proc/100/fd/3", "/dev/dri/card0");
        QFile::setPermissions(tree.path("proc/100/fd"), {});
        const core::Snapshot snapshot = tree.readUnprivileged();
        QVERIFY(!snapshot.functions[0].holders->complete);
        QVERIFY(snapshot.functions[0].holders->processes.isEmpty());
        QFile::setPermissions(tree.path("proc/100/fd"), QFile::Permissions::fromInt(0x7700)); // to be removed
    }

    void holdersAreLookedUpForDisplaysOnlyAndWhenAskedFor()
    {
        const Tree tree;
        tree.function(place, "010802");
        QCOMPARE(readOne(tree).holders.why(), core::Unread::Absent);
        tree.function("pci0000:00/0000:00:03.0");
        const auto without = host::readMachine({.sysroot = tree.path(), .withHolders = false, .onAccess = {}});
        QVERIFY(!without->functions[1].holders.known());
    }
};

TURNOUT_TEST(DevicesTest)

#include "devicestest.moc"
