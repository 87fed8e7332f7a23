// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "tree.h"

#include <QTest>

namespace
{
/// A controller with the disk nvme0n1, whose partition is nvme0n1p1.
struct Disk {
    explicit Disk(const Tree &tree, const QByteArray &place = "pci0000:00/0000:00:02.0", const QByteArray &name = "nvme0n1", const QByteArray &minor = "0")
    {
        const QByteArray at = tree.classDevice(tree.function(place, "010802"), "block/" + name);
        tree.file(at + "/dev", "259:" + minor + '\n');
        const QByteArray partition = at + '/' + name + "p1";
        tree.file(partition + "/dev", "259:" + minor + "1\n");
        tree.file(partition + "/partition", "1\n");
        tree.link("sys/class/block/" + name + "p1", "../../" + partition.mid(4));
    }
};

core::BlockDevice diskOf(const Tree &tree)
{
    return tree.read().functions.at(0).blockDevices.value(0);
}
}

/// Disks whose use the table of mounts does not show.
class StorageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMemberOfAnImportedPoolHasItsMounts()
    {
        const Tree tree;
        const Disk disk(tree);
        tree.file("proc/spl/kstat/zfs/arcstats", "");
        tree.file("proc/spl/kstat/zfs/rpool/state", "ONLINE\n");
        tree.file("proc/1/mountinfo", "25 1 0:24 / / rw - zfs rpool/ROOT/pve-1 rw\n26 1 0:25 / /tank rw - zfs tank rw\n");
        tree.file("run/udev/data/b259:0", "E:ID_PART_TABLE_TYPE=gpt\n");
        tree.file("run/udev/data/b259:01", "E:ID_FS_LABEL=rpool\nE:ID_FS_TYPE=zfs_member\n");
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(snapshot.machine.storagePools, (QStringList{QStringLiteral("ZFS rpool"), QStringLiteral("ZFS tank")}));
        const core::BlockDevice read = snapshot.functions.at(0).blockDevices.value(0);
        QCOMPARE(read.uses, QStringList{QStringLiteral("ZFS rpool")});
        QCOMPARE(*read.mounts, QStringList{QStringLiteral("/")});
        QCOMPARE(read.possibleUses, QStringList());
    }

    void aMemberOfAPoolThatIsNotImportedIsFree()
    {
        const Tree tree;
        const Disk disk(tree);
        tree.file("proc/spl/kstat/zfs/rpool/state", "ONLINE\n");
        tree.file("run/udev/data/b259:0", "");
        tree.file("run/udev/data/b259:01", "E:ID_FS_LABEL=old\nE:ID_FS_TYPE=zfs_member\n");
        QCOMPARE(diskOf(tree).uses, QStringList());
        QCOMPARE(diskOf(tree).possibleUses, QStringList());
    }

    void withoutUdevsDataAMemberIsPossible()
    {
        const Tree tree;
        const Disk disk(tree);
        QCOMPARE(diskOf(tree).possibleUses, QStringList());
        tree.file("proc/spl/kstat/zfs/rpool/state", "ONLINE\n");
        const Disk other(tree, "pci0000:00/0000:00:03.0", "nvme1n1", "1");
        QCOMPARE(diskOf(tree).possibleUses, QStringList{QStringLiteral("ZFS rpool")});
        QCOMPARE(diskOf(tree).uses, QStringList());
    }

    void aPoolThatOnlyOneDiskCanBeOnIsOnIt()
    {
        const Tree tree;
        const Disk disk(tree);
        tree.file("proc/1/mountinfo", "25 1 0:24 / / rw - zfs rpool/ROOT/pve-1 rw\n");
        QCOMPARE(diskOf(tree).uses, QStringList{QStringLiteral("ZFS rpool")});
        QCOMPARE(*diskOf(tree).mounts, QStringList{QStringLiteral("/")});
        QCOMPARE(diskOf(tree).possibleUses, QStringList());
    }

    void theMembersOfABcachefsCarryItTogether()
    {
        const Tree tree;
        const Disk first(tree);
        const Disk second(tree, "pci0000:00/0000:00:03.0", "nvme1n1", "1");
        tree.link("sys/fs/bcachefs/0b1e/dev-0/block", "../../../../devices/pci0000:00/0000:00:02.0/block/nvme0n1/nvme0n1p1");
        tree.link("sys/fs/bcachefs/0b1e/dev-1/block", "../../../../devices/pci0000:00/0000:00:03.0/block/nvme1n1");
        tree.file("proc/1/mountinfo", "25 1 0:24 / /data rw - bcachefs /dev/nvme0n1p1:/dev/nvme1n1 rw\n");
        for (const core::Function &function : tree.read().functions)
            QCOMPARE(*function.blockDevices.value(0).mounts, QStringList{QStringLiteral("/data")});
    }

    void activeVolumesAndArraysAreUses()
    {
        const Tree tree;
        const Disk disk(tree);
        tree.file("sys/devices/virtual/block/md127/dev", "9:127\n");
        tree.link("sys/class/block/md127", "../../devices/virtual/block/md127");
        tree.file("sys/devices/virtual/block/dm-0/dev", "252:0\n");
        tree.file("sys/devices/virtual/block/dm-0/dm/name", "vg-guests\n");
        tree.link("sys/class/block/dm-0", "../../devices/virtual/block/dm-0");
        tree.file("sys/class/block/nvme0n1p1/holders/md127", "");
        tree.file("sys/devices/virtual/block/md127/holders/dm-0", "");
        const QStringList uses = diskOf(tree).uses;
        QVERIFY(uses.contains(QStringLiteral("RAID md127")) && uses.contains(QStringLiteral("device mapper vg-guests")));
        QCOMPARE(uses.size(), 2);
    }

    void aSwapFileCountsForTheDiskBelowIt()
    {
        const Tree tree;
        const Disk disk(tree);
        tree.file("proc/1/mountinfo", "25 1 8:1 / / rw - ext4 /dev/sda1 rw\n26 25 259:01 / /var rw - ext4 /dev/nvme0n1p1 rw\n");
        tree.file("proc/swaps", "Filename Type Size Used Priority\n/swapfile file 8 0 -2\n");
        QVERIFY(!diskOf(tree).swap);
        tree.file("proc/swaps", "Filename Type Size Used Priority\n/var/lib/swapfile file 8 0 -2\n");
        QVERIFY(diskOf(tree).swap);
    }
};

TURNOUT_TEST(StorageTest)

#include "storagetest.moc"
