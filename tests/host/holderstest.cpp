// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "tree.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace
{
const QByteArray place = "pci0000:00/0000:00:02.0";

QStringList nodesOf(const core::Function &function)
{
    QStringList nodes;
    for (const core::Holder &holder : function.holders->processes)
        nodes << u"%1 %2"_s.arg(QString::number(holder.pid), holder.node);
    return nodes;
}

void process(const Tree &tree, const QByteArray &pid, const QByteArrayList &nodes)
{
    tree.file("proc/" + pid + "/comm", "program\n");
    for (qsizetype i = 0; i < nodes.size(); ++i)
        tree.link("proc/" + pid + "/fd/" + QByteArray::number(i), nodes[i]);
}

/// A tree with the real /proc, so that this process is found. The node of its GPU has the number of /dev/full.
class RealProcesses
{
public:
    RealProcesses()
    {
        tree.remove("proc");
        tree.link("proc", "/proc");
        const QByteArray gpu = tree.function(place);
        tree.file(tree.classDevice(gpu, "drm/card0") + "/dev", "1:7\n");
    }

    /// The nodes that this process has open, by the kernel's names.
    QStringList own() const
    {
        const core::Snapshot snapshot = tree.read();
        QStringList nodes;
        for (const core::Holder &holder : snapshot.functions[0].holders->processes) {
            if (holder.pid == ::getpid())
                nodes << holder.node;
        }
        return nodes;
    }

    const Tree tree;
};
}

/// Who has the nodes of a GPU open, and of which function.
class HoldersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMediatedDeviceCountsForItsParent()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/nvidia");
        const QByteArray mdev = gpu + "/83b8f4f2-509f-382f-3c1e-e6bfe0fa1001";
        tree.link(mdev + "/iommu_group", "../../../../kernel/iommu_groups/113");
        tree.link(mdev + "/mdev_type", "../mdev_supported_types/nvidia-63");
        tree.file(mdev + "/vfio-dev/vfio2/dev", "511:2\n");
        process(tree, "100", {"/dev/vfio/113"});
        process(tree, "200", {"/dev/vfio/devices/vfio2"});
        process(tree, "300", {"/dev/vfio/114"});
        const core::Function function = tree.read().functions[0];
        QCOMPARE(function.mediatedDevices,
                 (QList{core::MediatedDevice{u"83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"_s, u"nvidia-63"_s, core::IommuGroupId{113}, u"vfio2"_s}}));
        QCOMPARE(nodesOf(function), (QStringList{u"100 /dev/vfio/113"_s, u"200 /dev/vfio/devices/vfio2"_s}));
    }

    void aGroupIsOfTheFunctionsOnVfioOnly()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        const QByteArray other = tree.function("pci0000:00/0000:00:03.0");
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/i915");
        tree.link(other + "/driver", "../../../bus/pci/drivers/vfio-pci");
        for (const QByteArray &function : {gpu, other})
            tree.link(function + "/iommu_group", "../../../kernel/iommu_groups/7");
        process(tree, "100", {"/dev/vfio/7"});
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(nodesOf(snapshot.functions[0]), QStringList());
        QCOMPARE(nodesOf(snapshot.functions[1]), QStringList{u"100 /dev/vfio/7"_s});
    }

    void aDriverThatOffersAFunctionItselfIsSeen()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/nvidia");
        tree.link(gpu + "/iommu_group", "../../../kernel/iommu_groups/7");
        tree.file(gpu + "/vfio-dev/vfio0/dev", "511:0\n");
        process(tree, "100", {"/dev/vfio/7"});
        const core::Function function = tree.read().functions[0];
        QCOMPARE(function.vfioDevice, u"vfio0"_s);
        QCOMPARE(nodesOf(function), QStringList{u"100 /dev/vfio/7"_s});
    }

    void busesAndComputeNodesAreFound()
    {
        const Tree tree;
        const QByteArray gpu = tree.function(place);
        const QByteArray other = tree.function("pci0000:00/0000:00:03.0");
        tree.link(gpu + "/driver", "../../../bus/pci/drivers/amdgpu");
        tree.classDevice(gpu + "/i2c-4", "i2c-dev/i2c-4");
        tree.classDevice(gpu + "/drm/card0/card0-DP-1", "drm_dp_aux_dev/drm_dp_aux0");
        tree.classDevice(gpu, "accel/accel0");
        tree.classDevice(other + "/i2c-9", "i2c-dev/i2c-9");
        process(tree, "100", {"/dev/i2c-4", "/dev/drm_dp_aux0", "/dev/accel/accel0", "/dev/kfd", "/dev/i2c-9"});
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(snapshot.functions[0].deviceNodes, (QStringList{u"accel/accel0"_s, u"drm_dp_aux0"_s, u"i2c-4"_s}));
        QCOMPARE(nodesOf(snapshot.functions[0]), (QStringList{u"100 /dev/accel/accel0"_s, u"100 /dev/drm_dp_aux0"_s, u"100 /dev/i2c-4"_s, u"100 /dev/kfd"_s}));
        QCOMPARE(nodesOf(snapshot.functions[1]), QStringList{u"100 /dev/i2c-9"_s});
    }

    void aSharedNodeIsOfTheGpuThatTheProcessHasOpen()
    {
        const Tree tree;
        for (const char *address : {"0000:00:02.0", "0000:00:03.0"}) {
            tree.link(tree.function(QByteArray("pci0000:00/") + address) + "/driver", "../../../bus/pci/drivers/nvidia");
            tree.file(QByteArray("proc/driver/nvidia/gpus/") + address + "/information", QByteArray("Device Minor: \t ") + address[9] + '\n');
        }
        process(tree, "100", {"/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia2"});
        process(tree, "200", {"/dev/nvidia-modeset"});
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(nodesOf(snapshot.functions[0]),
                 (QStringList{u"100 /dev/nvidia-uvm"_s, u"100 /dev/nvidia2"_s, u"100 /dev/nvidiactl"_s, u"200 /dev/nvidia-modeset"_s}));
        QCOMPARE(nodesOf(snapshot.functions[1]), QStringList{u"200 /dev/nvidia-modeset"_s});
    }

    void theUnitOfAProcessIsRead_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("group");
        QTest::newRow("version 2") << QByteArray("0::/system.slice/lactd.service\n") << u"/system.slice/lactd.service"_s;
        QTest::newRow("version 1") << QByteArray("3:memory:/x\n1:name=systemd:/system.slice/lactd.service\n0::/\n") << u"/system.slice/lactd.service"_s;
        QTest::newRow("none") << QByteArray("0::/\n") << QString();
        QTest::newRow("broken") << QByteArray("tea") << QString();
    }
    void theUnitOfAProcessIsRead()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, group);
        const Tree tree;
        tree.classDevice(tree.function(place), "drm/card0");
        process(tree, "100", {"/dev/dri/card0"});
        tree.file("proc/100/cgroup", lines);
        QCOMPARE(tree.read().functions[0].holders->processes.at(0).controlGroup, group);
    }

    void descriptorsOfAThreadOfItsOwnAreFoundInACopy()
    {
        const Tree tree;
        tree.classDevice(tree.function(place), "drm/card0");
        process(tree, "100", {"/dev/null"});
        tree.link("proc/100/task/100/fd/0", "/dev/null");
        tree.link("proc/100/task/101/fd/7", "/dev/dri/card0");
        QCOMPARE(nodesOf(tree.read().functions[0]), QStringList{u"100 /dev/dri/card0"_s});
    }

    void aNodeIsKnownByItsNumberWhateverItsName()
    {
        const RealProcesses real;
        const QTemporaryDir directory;
        const QByteArray elsewhere = QFile::encodeName(directory.filePath(u"tea"_s));
        QVERIFY(::symlink("/dev/full", elsewhere.constData()) == 0);
        const int node = ::open(elsewhere.constData(), O_RDONLY | O_CLOEXEC);
        QVERIFY(node >= 0);
        const QStringList found = real.own();
        ::close(node);
        QCOMPARE(found, QStringList{u"/dev/dri/card0"_s});
        QCOMPARE(real.own(), QStringList());
    }

    void aThreadWithDescriptorsOfItsOwnHidesNone()
    {
        const RealProcesses real;
        std::atomic<int> stage = 0;
        std::atomic<bool> isApart = false;
        std::thread thread([&] {
            isApart = ::unshare(CLONE_FILES) == 0;
            const int node = isApart ? ::open("/dev/full", O_RDONLY | O_CLOEXEC) : -1;
            stage = 1;
            while (stage == 1)
                std::this_thread::yield();
            if (node >= 0)
                ::close(node);
        });
        while (stage == 0)
            std::this_thread::yield();
        const QStringList found = isApart ? real.own() : QStringList();
        stage = 2;
        thread.join();
        QVERIFY(isApart);
        QVERIFY(found.contains(u"/dev/dri/card0"_s));
    }
};

TURNOUT_TEST(HoldersTest)

#include "holderstest.moc"
