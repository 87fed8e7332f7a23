// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "app/window/functions/functionspane.h"
#include "app/window/pages/gpubutton.h"
#include "app/window/pages/overviewpane.h"
#include "tests/tools/registered.h"
#include "windowbench.h"

#include <QScrollBar>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

/// The one selection of map, tree and details, and what a refresh makes of it.
class SelectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void treeMapAndDetailsHaveOneSelection()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        bench.the<QTreeView>()->setCurrentIndex(bench.inTree("01:00.0"));
        QCOMPARE(bench.the<app::MapView>()->selected(), at("01:00.0"));
        QTRY_VERIFY(showsText(bench.the<app::DetailsPane>(), u"GeForce RTX 2070"_s));

        bench.the<app::MapView>()->select(at("00:02.0"));
        QCOMPARE(bench.currentInTree(), at("00:02.0"));
        QCOMPARE(bench.window.selected(), at("00:02.0"));
        QTRY_VERIFY(showsText(bench.the<app::DetailsPane>(), u"Cezanne"_s));
    }

    void theMachinesRowShowsTheOverview()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(!bench.the<app::OverviewPane>()->isVisible());
        bench.the<QTreeView>()->setCurrentIndex(bench.the<QTreeView>()->model()->index(0, 0));
        QVERIFY(bench.the<app::OverviewPane>()->isVisible());
        QCOMPARE(bench.window.selected(), std::nullopt);
        QCOMPARE(bench.the<app::MapView>()->selected(), std::nullopt);
    }

    void aGpuOfTheOverviewIsOneKeyAway()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        const auto buttons = bench.the<app::OverviewPane>()->findChildren<app::GpuButton *>();
        QCOMPARE(buttons.size(), 2);
        QTest::keyClick(buttons[1], Qt::Key_Return);
        QCOMPARE(bench.window.selected(), at("01:00.0"));
    }

    void linksInTheDetailsLeadToTheirFunction()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        const auto labels = bench.the<app::DetailsPane>()->findChildren<QLabel *>();
        const auto link = std::ranges::find_if(labels, [](const QLabel *label) {
            return label->text().contains(u"href=\"function:0000:00:01.0\""_s);
        });
        QVERIFY(link != labels.end());
        Q_EMIT(*link)->linkActivated(u"function:0000:00:01.0"_s);
        QCOMPARE(bench.window.selected(), at("00:01.0"));
        QCOMPARE(bench.currentInTree(), at("00:01.0"));
    }

    void aRefreshKeepsSelectionExpansionAndScroll()
    {
        FileBench bench;
        core::Snapshot snapshot = testMachine();
        for (int device = 3; device < 31; ++device)
            addDisk(snapshot, qPrintable(u"00:%1.0"_s.arg(device, 2, 16, QLatin1Char('0'))));
        bench.save(snapshot);
        QVERIFY(bench.open(bench.file));
        bench.window.resize(1200, 420);
        auto *tree = bench.the<QTreeView>();
        QVERIFY(bench.select("00:02.0"));
        tree->collapse(bench.inTree("00:01.0"));
        QApplication::processEvents();
        tree->verticalScrollBar()->setValue(tree->verticalScrollBar()->maximum() / 2);
        const int scrolled = tree->verticalScrollBar()->value();
        QVERIFY(scrolled > 0);
        QSignalSpy resets(tree->model(), &QAbstractItemModel::modelReset);

        find(snapshot, "00:02.0")->driver = u"vfio-pci"_s;
        bench.save(snapshot);
        QVERIFY(bench.refresh());
        QApplication::processEvents();
        QCOMPARE(bench.window.selected(), at("00:02.0"));
        QCOMPARE(bench.currentInTree(), at("00:02.0"));
        QCOMPARE(bench.the<app::MapView>()->selected(), at("00:02.0"));
        QVERIFY(showsText(bench.the<app::DetailsPane>(), u"vfio-pci"_s));
        QVERIFY(!tree->isExpanded(bench.inTree("00:01.0")));
        QCOMPARE(tree->verticalScrollBar()->value(), scrolled);
        QVERIFY(resets.isEmpty());
    }

    void aRefreshThatChangesNothingLeavesTheDetailsAlone()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        const QWidget *before = bench.the<app::DetailsPane>()->widget();
        QVERIFY(bench.refresh());
        QCOMPARE(bench.the<app::DetailsPane>()->widget(), before);
    }

    void aSelectedFunctionThatVanishesLeavesTheOverview()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        core::Snapshot snapshot = testMachine();
        removeFunction(snapshot, "01:00.0");
        snapshot.groups.back().members = {at("01:00.1")};
        bench.save(snapshot);
        QVERIFY(bench.refresh());
        QCOMPARE(bench.window.selected(), std::nullopt);
        QVERIFY(bench.the<app::OverviewPane>()->isVisible());
    }

    void aRefreshSelectsAndShowsTheDetailsOnce()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        QSignalSpy inMap(bench.the<app::MapView>(), &app::MapView::selectionChanged);
        QSignalSpy inTree(bench.the<app::FunctionsPane>(), &app::FunctionsPane::selectionChanged);
        int shown = 0;
        connect(bench.the<app::SidePane>(), &app::SidePane::detailsShown, &bench.window, [&shown] {
            ++shown;
        });
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->driver = u"vfio-pci"_s;
        bench.save(snapshot);
        QVERIFY(bench.refresh());
        QVERIFY(showsText(bench.the<app::DetailsPane>(), u"vfio-pci"_s)); // they came with the map
        QTest::qWait(100);
        QCOMPARE(shown, 1);
        QCOMPARE(inMap.size(), 0);
        QCOMPARE(inTree.size(), 0);
    }

    void anotherMachineIsShownOnceWithNothingSelected()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        QSignalSpy inMap(bench.the<app::MapView>(), &app::MapView::selectionChanged);
        QSignalSpy inTree(bench.the<app::FunctionsPane>(), &app::FunctionsPane::selectionChanged);
        int shown = 0;
        connect(bench.the<app::SidePane>(), &app::SidePane::detailsShown, &bench.window, [&shown] {
            ++shown;
        });
        const QString other = bench.folder.filePath(u"other.json"_s);
        writeFile(other, core::toJson(testMachine()));
        QVERIFY(bench.open(other));
        QTest::qWait(100);
        QCOMPARE(bench.window.selected(), std::nullopt);
        QCOMPARE(shown, 1);
        QCOMPARE(inMap.size(), 0);
        QCOMPARE(inTree.size(), 0);
    }

    void aFunctionThatIsSelectedWhileTheMachineIsReadIsShown()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        bench.window.snapshots()->refresh();
        bench.window.select(at("00:02.0"));
        QVERIFY(shown.wait());
        QTRY_VERIFY(showsText(bench.the<app::DetailsPane>(), u"Cezanne"_s));
        QCOMPARE(bench.window.selected(), at("00:02.0"));
    }

    void manySelectionsEndWithTheDetailsOfTheLast()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        for (int i = 0; i < 20; ++i) {
            bench.window.select(at("01:00.0"));
            bench.window.select(at("01:00.1"));
        }
        QVERIFY(bench.select("00:02.0"));
        QTest::qWait(50);
        QVERIFY(showsText(bench.the<app::DetailsPane>(), u"Cezanne"_s));
    }
};

TURNOUT_WINDOW_TEST(SelectionTest)
#include "selectiontest.moc"
