// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "app/window/pages/overviewpane.h"
#include "tests/tools/registered.h"
#include "windowbench.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStandardPaths>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace
{
/// All reads that run, and those that they cause, arrive.
void finishReads()
{
    for (int i = 0; i < 3; ++i) {
        QThreadPool::globalInstance()->waitForDone();
        QTest::qWait(1);
    }
}
}

/// Opening snapshot files, and returning to this machine.
class OpenFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aSnapshotFileIsShownAndNamed()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.inTree("01:00.0").isValid());
        QVERIFY(showsText(bench.the<app::OverviewPane>(), u"Gigabyte X570"_s));
        QVERIFY(bench.message(KMessageWidget::Information)->isVisible());
        QVERIFY(bench.message(KMessageWidget::Information)->text().contains(u"machine.json"_s));
        QVERIFY(bench.window.windowTitle().contains(u"Gigabyte X570"_s));
    }

    void aBadFileIsExplainedAndLosesNothing_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no JSON") << QByteArray(
            "\x7f"
            "ELF");
        QTest::newRow("truncated") << core::toJson(testMachine()).chopped(100);
        QTest::newRow("another version") << QByteArray("{\"turnout\": 99}");
    }

    void aBadFileIsExplainedAndLosesNothing()
    {
        QFETCH(QByteArray, content);
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        const app::ShownMachinePtr before = bench.window.machine();
        const QString bad = bench.folder.filePath(u"bad.json"_s);
        writeFile(bad, content);
        QSignalSpy failed(bench.window.snapshots(), &app::SnapshotController::failed);
        bench.window.openFile(bad);
        QVERIFY(failed.wait());
        QTRY_VERIFY(bench.message(KMessageWidget::Error)->isVisible());
        QVERIFY(bench.message(KMessageWidget::Error)->text().contains(bad));
        QCOMPARE(bench.window.machine(), before);
        QCOMPARE(bench.window.selected(), at("01:00.0"));
        QVERIFY(bench.message(KMessageWidget::Information)->text().contains(u"machine.json"_s));
    }

    void aMissingFileIsNamed()
    {
        FileBench bench;
        QSignalSpy failed(bench.window.snapshots(), &app::SnapshotController::failed);
        bench.window.openFile(u"/nowhere/machine.json"_s);
        QVERIFY(failed.wait());
        QVERIFY(bench.message(KMessageWidget::Error)->text().contains(u"/nowhere/machine.json"_s));
    }

    void aFileDroppedOnTheMapIsOpened()
    {
        FileBench bench;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(bench.file)});
        QWidget *target = bench.the<app::MapView>()->viewport();
        QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        // The platform sends a drop to the widget that took the drag.
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&bench.window, &drop);
        QVERIFY(shown.wait());
        QVERIFY(bench.inTree("01:00.0").isValid());
    }

    void anythingButAFileCannotBeDropped()
    {
        FileBench bench;
        QMimeData data;
        data.setText(u"0000:01:00.0"_s);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&bench.window, &enter);
        QVERIFY(!enter.isAccepted());
    }

    void refreshesWhileOneRunsBecomeOneMore()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QSignalSpy loaded(bench.window.snapshots(), &app::SnapshotController::loaded);
        for (int i = 0; i < 10; ++i)
            bench.window.snapshots()->refresh();
        QTRY_COMPARE(loaded.size(), 2);
        finishReads();
        QCOMPARE(loaded.size(), 2);
    }

    void theLastOfTwoFilesOpenedAtOnceIsShown()
    {
        FileBench bench;
        const QString other = bench.folder.filePath(u"other.json"_s);
        core::Snapshot snapshot = testMachine();
        snapshot.machine.product = u"B550"_s;
        writeFile(other, core::toJson(snapshot));
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        bench.window.openFile(bench.file);
        bench.window.openFile(other);
        QTRY_COMPARE(shown.size(), 1);
        finishReads();
        QCOMPARE(shown.size(), 1);
        QVERIFY(bench.window.windowTitle().contains(u"B550"_s));
    }

    void theWayBackToThisMachineIsOneAction()
    {
        FileBench bench;
        QAction *back = bench.window.actionCollection()->action(u"return_to_machine"_s);
        QVERIFY(!back->isEnabled());
        QVERIFY(bench.open(bench.file));
        QVERIFY(back->isEnabled());
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        back->trigger();
        QVERIFY(shown.wait());
        QVERIFY(!back->isEnabled());
        QVERIFY(!bench.message(KMessageWidget::Information)->isVisible());
        QVERIFY(bench.window.machine()->snapshot->functions.empty());
    }

    void deviceEventsLeaveAShownFileAlone()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QSignalSpy loaded(bench.window.snapshots(), &app::SnapshotController::loaded);
        bench.window.snapshots()->machineChanged();
        finishReads();
        QCOMPARE(loaded.size(), 0);
    }
};

TURNOUT_WINDOW_TEST(OpenFileTest)
#include "openfiletest.moc"
