// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "tree.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
QStringList settings(const Tree &tree)
{
    QStringList texts;
    const core::Snapshot snapshot = tree.read();
    for (const core::ManagerSetting &setting : snapshot.machine.managerSettings)
        texts << setting.manager + u' ' + setting.file + u": "_s + setting.setting;
    return texts;
}
}

/// Settings of other programs about GPUs.
class ManagerSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMachineWithoutThemHasNone()
    {
        const Tree tree;
        tree.file("etc/modprobe.d/alsa.conf", "options snd_hda_intel power_save=1\nblacklist pcspkr\n");
        tree.file("etc/modprobe.d/README", "options vfio-pci ids=10de:1b80\n"); // modprobe reads *.conf
        QCOMPARE(settings(tree), QStringList());
    }

    void idsAndSoftdepsAreRead()
    {
        const Tree tree;
        tree.file("etc/modprobe.d/vfio.conf",
                  "# options vfio-pci ids=1\n options  vfio-pci ids=10de:1b80 disable_vga=1\noptions vfio_pci ids=10de:10f0\nsoftdep nvidia pre: vfio-pci");
        QCOMPARE(settings(tree),
                 (QStringList{u"modprobe /etc/modprobe.d/vfio.conf: options vfio-pci ids=10de:1b80 disable_vga=1"_s,
                              u"modprobe /etc/modprobe.d/vfio.conf: options vfio_pci ids=10de:10f0"_s,
                              u"modprobe /etc/modprobe.d/vfio.conf: softdep nvidia pre: vfio-pci"_s}));
    }

    void programsOfLaptopsAreRecognized()
    {
        const Tree tree;
        tree.file("etc/supergfxd.conf", "{\"mode\": \"Vfio\"}");
        tree.file("etc/udev/rules.d/50-remove-nvidia.rules", "");
        tree.file("sys/fs/cgroup/system.slice/optimus-manager.service/cgroup.procs", "");
        QCOMPARE(settings(tree),
                 (QStringList{u"supergfxctl /etc/supergfxd.conf: Vfio"_s,
                              u"envycontrol /etc/udev/rules.d/50-remove-nvidia.rules: integrated"_s,
                              u"optimus-manager /sys/fs/cgroup/system.slice/optimus-manager.service: active"_s}));
    }

    void vmsOfProxmoxAndLibvirtAreRead()
    {
        const Tree tree;
        tree.file("etc/pve/qemu-server/101.conf", "hostpci0: 0000:01:00,pcie=1\nname: x\n[snap]\nhostpci1: 0000:02:00\n");
        tree.file("etc/driverctl.d/0000:01:00.0", "vfio-pci\n");
        tree.file("run/libvirt/qemu/a.xml",
                  "<domstatus><domain><devices><hostdev type='pci'><source><address domain='0x0000' bus='0x0a' slot='0x00' function='0x1'/></source>"
                  "<address type='pci' bus='0x05' slot='0x00' function='0x0'/></hostdev><disk><source file='x'/></disk></devices></domain></domstatus>");
        tree.file("run/libvirt/qemu/broken.xml", "<domstatus><source><address bus='");
        QCOMPARE(settings(tree),
                 (QStringList{u"driverctl /etc/driverctl.d/0000:01:00.0: vfio-pci"_s,
                              u"proxmox /etc/pve/qemu-server/101.conf: hostpci0: 0000:01:00,pcie=1"_s,
                              u"libvirt /run/libvirt/qemu/a.xml: 0000:0a:00.1"_s}));
    }
};

TURNOUT_TEST(ManagerSettingsTest)

#include "managersettingstest.moc"
