// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/snapshot/snapshotjson.h"

#include "tests/tools/registered.h"
#include "tree.h"

#include <QFile>
#include <QTest>

/// Reading a snapshot back from a file.
class SnapshotFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasReadFromAMachineComesBackFromTheFile()
    {
        const Tree tree;
        const QByteArray gpu = tree.function("pci0000:00/0000:00:01.0/0000:01:00.0");
        tree.function("pci0000:00/0000:00:01.0", "060400");
        tree.classDevice(gpu, "drm/card0");
        tree.link(gpu + "/iommu_group", "../../../../kernel/iommu_groups/3");
        const core::Snapshot snapshot = tree.read();
        tree.file("snapshot.json", core::toJson(snapshot));
        const auto again = host::readSnapshotFile(tree.path("snapshot.json"));
        QVERIFY2(again, again ? "" : qPrintable(again.error().text()));
        QVERIFY(*again == snapshot);
    }

    void anErrorNamesTheFile_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("another format") << QByteArray("{\"turnout\": 99}");
    }

    void anErrorNamesTheFile()
    {
        QFETCH(QByteArray, content);
        const Tree tree;
        tree.file("broken.json", content);
        const auto snapshot = host::readSnapshotFile(tree.path("broken.json"));
        QVERIFY(!snapshot);
        QVERIFY2(snapshot.error().what.contains(tree.path("broken.json")), qPrintable(snapshot.error().text()));
    }

    void aFileThatIsNotThereIsAnError()
    {
        const auto snapshot = host::readSnapshotFile(QStringLiteral("/nowhere/snapshot.json"));
        QVERIFY(!snapshot);
        QVERIFY(snapshot.error().what.contains(QLatin1String("/nowhere/snapshot.json")));
        QVERIFY(!snapshot.error().why.isEmpty());
    }

    void aDirectoryIsAnError()
    {
        const Tree tree;
        const auto snapshot = host::readSnapshotFile(tree.path());
        QVERIFY(!snapshot);
        QCOMPARE(snapshot.error().why, QStringLiteral("It is a directory."));
    }

    void aHugeFileIsRefusedBeforeItIsRead()
    {
        const Tree tree;
        QFile file(tree.path("huge.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(core::maximumJsonBytes + 1)); // sparse
        const auto snapshot = host::readSnapshotFile(file.fileName());
        QVERIFY(!snapshot);
        QVERIFY(snapshot.error().what.contains(file.fileName()));
        QVERIFY(snapshot.error().why.contains(QString::number(core::maximumJsonBytes / 1024 / 1024)));
    }
};

TURNOUT_TEST(SnapshotFileTest)

#include "snapshotfiletest.moc"
