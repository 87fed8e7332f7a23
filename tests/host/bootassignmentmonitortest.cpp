// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "host/monitors/bootassignmentmonitor.h"
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
    void aChoiceIsToldAndSoIsEachChangeOfIt_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("for every start") << QByteArray(core::bootAssignmentsFile);
        QTest::newRow("on trial") << QByteArray(core::trialFile);
    }
    void aChoiceIsToldAndSoIsEachChangeOfIt()
    {
        QFETCH(QByteArray, file);
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkdir(QStringLiteral("etc")) && QDir(root.path()).mkdir(QStringLiteral("run")));
        const host::BootAssignmentMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::BootAssignmentMonitor::changed);
        write(root, file.constData(), "one"); // with its directory
        QVERIFY(changed.wait());
        write(root, file.constData(), "two");
        QVERIFY(changed.wait());
        QVERIFY(QFile::remove(root.filePath(QString::fromLatin1(file))));
        QVERIFY(changed.wait());
    }

    void aBurstIsToldOnce()
    {
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkpath(QStringLiteral("run/turnout")));
        const host::BootAssignmentMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::BootAssignmentMonitor::changed);
        write(root, core::trialFile, "one");
        write(root, core::endedTrialFile, "two");
        QVERIFY(changed.wait());
        QVERIFY(!changed.wait(500));
        QCOMPARE(changed.count(), 1);
    }

    void whatOthersDoInEtcAndRunIsNotTold()
    {
        const QTemporaryDir root;
        QVERIFY(QDir(root.path()).mkpath(QStringLiteral("run/turnout")) && QDir(root.path()).mkdir(QStringLiteral("etc")));
        const host::BootAssignmentMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::BootAssignmentMonitor::changed);
        write(root, "etc/resolv.conf", "one");
        write(root, "run/lock", "two");
        QVERIFY(!changed.wait(500));
        write(root, core::bootAssignmentsFile, "three");
        QVERIFY(changed.wait());
    }

    void withoutDirectoriesItStaysSilent()
    {
        const QTemporaryDir root;
        QTest::failOnWarning();
        const host::BootAssignmentMonitor monitor(root.path());
        QSignalSpy changed(&monitor, &host::BootAssignmentMonitor::changed);
        QVERIFY(!changed.wait(300));
    }
};

TURNOUT_TEST(BootAssignmentMonitorTest)
#include "bootassignmentmonitortest.moc"
