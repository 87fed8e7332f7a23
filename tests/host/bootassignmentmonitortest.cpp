// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "host/monitors/machinemonitor.h"
#include "core/boot/bootassignment.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QSaveFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace
{
void write(const QTemporaryDir &root, const char *relative, const QByteArray &content)
{
    const QString path = root.filePath(QLatin1StringView(relative));
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QSaveFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit());
}
}

class BootAssignmentMonitorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBootAssignmentIsReportedAndSoIsEachChangeOfIt_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("at every boot") << QByteArray(core::bootAssignmentsFile);
        QTest::newRow("trial boot") << QByteArray(core::trialFile);
    }
    void aBootAssignmentIsReportedAndSoIsEachChangeOfIt()
    {
        QFETCH(QByteArray, file);
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkdir(QStringLiteral("etc")) && QDir(root.path()).mkdir(QStringLiteral("run")));
        const host::MachineMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        write(root, file.constData(), "one"); // with its directory
        QVERIFY(changed.wait());
        write(root, file.constData(), "two");
        QVERIFY(changed.wait());
        QVERIFY(QFile::remove(root.filePath(QString::fromLatin1(file))));
        QVERIFY(changed.wait());
    }

    void aBurstIsReportedOnce()
    {
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkpath(QStringLiteral("run/turnout")));
        const host::MachineMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        write(root, core::trialFile, "one");
        write(root, core::endedTrialFile, "two");
        QVERIFY(changed.wait());
        QVERIFY(!changed.wait(500));
        QCOMPARE(changed.count(), 1);
    }

    void whatOthersDoInEtcAndRunIsNotReported()
    {
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkpath(QStringLiteral("run/turnout")) && QDir(root.path()).mkdir(QStringLiteral("etc")));
        const host::MachineMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        write(root, "etc/resolv.conf", "one");
        write(root, "run/lock", "two");
        QVERIFY(!changed.wait(500));
        write(root, core::bootAssignmentsFile, "three");
        QVERIFY(changed.wait());
    }

    void udevReportsOnlyAboutThisMachine()
    {
        const QTemporaryDir root;
        QVERIFY(!host::MachineMonitor(root.path()).isListeningToUdev());
    }

    void withoutDirectoriesItStaysSilent()
    {
        const QTemporaryDir root;
        QTest::failOnWarning();
        const host::MachineMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::MachineMonitor::changed);
        QVERIFY(!changed.wait(300));
    }
};

TURNOUT_TEST(BootAssignmentMonitorTest)
#include "bootassignmentmonitortest.moc"
