// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/boot/bootassignment.h"
#include "core/operation/goal.h"
#include "scriptcopy.h"
#include "tests/tools/registered.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QByteArray gpu = "pci0000:00/0000:00:01.0/0000:01:00.0";
const QByteArray sound = "pci0000:00/0000:00:01.0/0000:01:00.1";
const QByteArray twin = "pci0000:00/0000:00:02.0/0000:02:00.0";

/// A function without a driver.
void add(const Tree &tree, const QByteArray &path, const QByteArray &classCode, const QByteArray &device = "1f08")
{
    const QByteArray at = tree.function(path, classCode);
    tree.file(at + "/class", "0x" + classCode + '\n');
    tree.file(at + "/vendor", "0x10de\n");
    tree.file(at + "/device", "0x" + device + '\n');
    tree.file(at + "/subsystem_vendor", "0x1462\n");
    tree.file(at + "/subsystem_device", "0x3752\n");
    tree.file(at + "/revision", "0x00\n"); // as in the config space of Tree
}

/// Two identical GPUs, the first of which has a boot assignment.
class Machine
{
public:
    Machine()
    {
        for (const char *port : {"pci0000:00/0000:00:01.0", "pci0000:00/0000:00:02.0"})
            add(tree, port, "060400");
        add(tree, gpu, "030000");
        add(tree, sound, "040300");
        add(tree, twin, "030000");
        core::Goal goal;
        goal.verb = core::Verb::Persist;
        goal.gpu = address("0000:01:00.0");
        const auto assignment = core::bootAssignmentFor(tree.read(), goal);
        table = core::bootTable({*assignment});
        tree.file(core::bootTableFile, table);
    }

    /// With one of the shells that an initramfs may contain.
    bool run(const QStringList &shell, const QStringList &arguments = {}) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(shell.first(), shell.mid(1) + QStringList{copyWithRoot(tree, QStringLiteral(OVERRIDE))} + arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

    QByteArray overrideOf(const QByteArray &path) const
    {
        QFile file(tree.path("sys/devices/" + path + "/driver_override"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }

    Tree tree;
    QByteArray table;
};
}

/// The script that assigns GPUs before udev starts.
class OverrideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheAssignedGpuGetsAnOverride_data()
    {
        QTest::addColumn<QStringList>("shell");
        QTest::newRow("sh") << QStringList{u"/bin/sh"_s};
        QTest::newRow("bash") << QStringList{u"/bin/bash"_s};
        if (QFile::exists(u"/bin/busybox"_s))
            QTest::newRow("busybox") << QStringList{u"/bin/busybox"_s, u"sh"_s};
    }
    void onlyTheAssignedGpuGetsAnOverride()
    {
        QFETCH(QStringList, shell);
        const Machine machine;
        QVERIFY(machine.run(shell));
        QCOMPARE(machine.overrideOf(gpu), "vfio-pci"_ba);
        QCOMPARE(machine.overrideOf(sound), "vfio-pci"_ba);
        QCOMPARE(machine.overrideOf(twin), "(null)"_ba);
        QCOMPARE(machine.overrideOf("pci0000:00/0000:00:01.0"), "(null)"_ba);
    }

    void anotherCardInTheSlotIsLeftAlone()
    {
        const Machine machine;
        machine.tree.file("sys/devices/" + gpu + "/device", "0x1f02\n");
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
        QCOMPARE(machine.overrideOf(sound), "vfio-pci"_ba);
    }

    void aBoundFunctionIsLeftAlone()
    {
        const Machine machine;
        machine.tree.file("sys/devices/" + gpu + "/driver/unbind", {});
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
    }

    void anotherIdIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("attribute");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("class") << "class"_ba << "0x038000"_ba;
        QTest::newRow("vendor") << "vendor"_ba << "0x1002"_ba;
        QTest::newRow("subsystem vendor") << "subsystem_vendor"_ba << "0x1043"_ba;
        QTest::newRow("subsystem device") << "subsystem_device"_ba << "0x0000"_ba;
        QTest::newRow("revision") << "revision"_ba << "0xff"_ba;
    }
    void anotherIdIsLeftAlone()
    {
        QFETCH(QByteArray, attribute);
        QFETCH(QByteArray, text);
        const Machine machine;
        machine.tree.file("sys/devices/" + gpu + '/' + attribute, text + '\n');
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
        QCOMPARE(machine.overrideOf(sound), "vfio-pci"_ba);
    }

    void onlyWholeLinesOfTheTableAreApplied_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("without a driver") << " vfio-pci\n"_ba << "\n"_ba;
        QTest::newRow("with a ninth word") << " vfio-pci\n"_ba << " vfio-pci nouveau\n"_ba;
        QTest::newRow("as a comment") << "*/pci"_ba << "# */pci"_ba;
        QTest::newRow("as a comment without a space") << "*/pci"_ba << "#*/pci"_ba;
        QTest::newRow("with a path of its own line") << "/0000:??:00."_ba << "\n/0000:??:00."_ba;
    }
    void onlyWholeLinesOfTheTableAreApplied()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const Machine machine;
        QVERIFY(machine.table.contains(before));
        machine.tree.file(core::bootTableFile, QByteArray(machine.table).replace(before, after));
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
        QCOMPARE(machine.overrideOf(sound), "(null)"_ba);
    }

    void aTableThatIsCutOffNamesNoOtherDriver()
    {
        const Machine machine;
        machine.tree.file(core::bootTableFile, machine.table.chopped(4));
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "vfio-pci"_ba);
        QCOMPARE(machine.overrideOf(sound), "(null)"_ba);
    }

    void theKernelsCommandLineDisablesIt_data()
    {
        QTest::addColumn<QByteArray>("commandLine");
        QTest::addColumn<bool>("off");
        QTest::newRow("alone") << "turnout=off\n"_ba << true;
        QTest::newRow("among others") << "root=UUID=1 quiet turnout=off splash\n"_ba << true;
        QTest::newRow("without a line end") << "quiet turnout=off"_ba << true;
        QTest::newRow("not there") << "root=UUID=1 quiet\n"_ba << false;
        QTest::newRow("another word") << "turnout=offline noturnout=off turnout=on\n"_ba << false;
    }
    void theKernelsCommandLineDisablesIt()
    {
        QFETCH(QByteArray, commandLine);
        QFETCH(bool, off);
        const Machine machine;
        machine.tree.file("proc/cmdline", commandLine);
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), off ? "(null)"_ba : "vfio-pci"_ba);
    }

    void withoutATableOrForPrereqsItDoesNothing()
    {
        const Machine machine;
        QVERIFY(machine.run({u"/bin/sh"_s}, {u"prereqs"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
        machine.tree.remove(core::bootTableFile);
        QVERIFY(machine.run({u"/bin/sh"_s}));
        QCOMPARE(machine.overrideOf(gpu), "(null)"_ba);
    }
};

TURNOUT_TEST(OverrideTest)

#include "overridetest.moc"
