// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tree.h"
#include "tests/tools/registered.h"

#include <QFile>
#include <QTest>

#include <sys/stat.h>

/// A malicious copy of a machine: --sysroot reads it or refuses, and returns.
class HostileTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFunctionThatIsItsOwnAncestorHasNoParent()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:00:01.0/0000:00:01.0");
        QCOMPARE(tree.read().functions.at(0).parent, std::nullopt);
    }

    void bridgesBehindEachOtherLeadInNoCircle()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:02:00.0/0000:01:00.0", "060400");
        tree.function("pci0000:00/0000:01:00.0/0000:02:00.0", "060400");
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(snapshot.functions.at(0).parent, std::nullopt);
        QCOMPARE(snapshot.functions.at(1).parent, address("0000:01:00.0"));
    }

    void aPipeInAFilesPlaceIsNotWaitedFor_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path :
             {"proc/cmdline", "proc/1/mountinfo", "proc/self/mountinfo", "proc/swaps", "usr/share/misc/pci.ids", "lib/modules/6.1.0/modules.alias"})
            QTest::newRow(path) << QByteArray(path);
        QTest::newRow("modalias") << QByteArray("sys/devices/pci0000:00/0000:00:02.0/modalias");
        QTest::newRow("config") << QByteArray("sys/devices/pci0000:00/0000:00:02.0/config");
    }

    void aPipeInAFilesPlaceIsNotWaitedFor()
    {
        QFETCH(const QByteArray, path);
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        tree.file("proc/sys/kernel/osrelease", "6.1.0\n");
        tree.file(path, {});
        tree.remove(path);
        QCOMPARE(::mkfifo(QFile::encodeName(tree.path(path)).constData(), 0600), 0);
        QCOMPARE(tree.read().functions.size(), 1u);
    }

    void anEndlessFileEnds_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("mounts") << QByteArray("proc/1/mountinfo");
        QTest::newRow("one's own mounts") << QByteArray("proc/self/mountinfo");
        QTest::newRow("swaps") << QByteArray("proc/swaps");
    }

    void anEndlessFileEnds()
    {
        QFETCH(const QByteArray, path);
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        tree.link(path, "/dev/zero");
        QCOMPARE(tree.read().functions.size(), 1u);
    }

    void aSparseModuleListIsNotSearched()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        tree.file("proc/sys/kernel/osrelease", "6.1.0\n");
        tree.file("lib/modules/6.1.0/modules.alias", "alias pci:v*d*sv*sd*bc03sc*i* everything\n");
        QFile list(tree.path("lib/modules/6.1.0/modules.alias"));
        QVERIFY(list.resize(qint64(1) << 36));
        QCOMPARE(tree.read().functions.at(0).moduleCandidates, QStringList());
    }
};

TURNOUT_TEST(HostileTreeTest)

#include "hostiletreetest.moc"
