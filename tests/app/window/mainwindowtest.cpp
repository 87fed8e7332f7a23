// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/mainwindow.h"
#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "app/window/details/detailspane.h"
#include "app/window/functions/functionspane.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/pages/gpubutton.h"
#include "app/window/pages/overviewpane.h"
#include "app/model/functionlink.h"
#include "app/window/pages/xmlpreviewdialog.h"
#include "core/snapshot/snapshotjson.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <KActionCollection>
#include <KMessageWidget>

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace
{

void write(const QString &path, const QByteArray &data)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(data), data.size());
}

/// The true window with a snapshot file of its own.
struct Bench {
    Bench()
    {
        QDir(folder.path()).mkpath(u"empty/sys/bus/pci/devices"_s);
        save(testMachine());
        window.resize(1200, 800);
        window.show();
    }

    void save(const core::Snapshot &snapshot)
    {
        write(file, core::toJson(snapshot));
    }

    bool open(const QString &path)
    {
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.openFile(path);
        return shown.wait();
    }

    bool refresh()
    {
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.actionCollection()->action(u"view_redisplay"_s)->trigger();
        return shown.wait();
    }

    template<typename Widget>
    Widget *the() const
    {
        return window.findChild<Widget *>();
    }

    /// The address of the tree's current row.
    std::optional<core::PciAddress> currentInTree() const
    {
        const QVariant address = the<QTreeView>()->currentIndex().siblingAtColumn(0).data(app::FunctionTreeModel::AddressRole);
        return address.isValid() ? std::optional(address.value<core::PciAddress>()) : std::nullopt;
    }

    QModelIndex inTree(const char *address) const
    {
        auto *filter = qobject_cast<QSortFilterProxyModel *>(the<QTreeView>()->model());
        return filter->mapFromSource(qobject_cast<app::FunctionTreeModel *>(filter->sourceModel())->indexOf(at(address)));
    }

    bool showsText(const QWidget *pane, const QString &text) const
    {
        const auto labels = pane->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(text);
        });
    }

    KMessageWidget *message(KMessageWidget::MessageType type) const
    {
        for (auto *message : window.findChildren<KMessageWidget *>()) {
            if (message->messageType() == type)
                return message;
        }
        return nullptr;
    }

    QTemporaryDir folder;
    QString file = folder.filePath(u"machine.json"_s);
    app::MainWindow window{folder.filePath(u"empty"_s)};
};

}

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aSnapshotFileIsShownAndSaidToBeOne()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.inTree("01:00.0").isValid());
        QVERIFY(bench.showsText(bench.the<app::OverviewPane>(), u"Gigabyte X570"_s));
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
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        const app::ShownMachinePtr before = bench.window.machine();
        const QString bad = bench.folder.filePath(u"bad.json"_s);
        write(bad, content);
        QSignalSpy failed(bench.window.controller(), &app::SnapshotController::failed);
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
        Bench bench;
        QSignalSpy failed(bench.window.controller(), &app::SnapshotController::failed);
        bench.window.openFile(u"/nowhere/machine.json"_s);
        QVERIFY(failed.wait());
        QVERIFY(bench.message(KMessageWidget::Error)->text().contains(u"/nowhere/machine.json"_s));
    }

    void aFileDroppedOnTheMapIsOpened()
    {
        Bench bench;
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

    void whatIsNoFileCannotBeDropped()
    {
        Bench bench;
        QMimeData data;
        data.setText(u"0000:01:00.0"_s);
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QApplication::sendEvent(&bench.window, &enter);
        QVERIFY(!enter.isAccepted());
    }

    void treeMapAndDetailsHaveOneSelection()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.the<QTreeView>()->setCurrentIndex(bench.inTree("01:00.0"));
        QCOMPARE(bench.the<app::MapView>()->selected(), at("01:00.0"));
        QVERIFY(bench.showsText(bench.the<app::DetailsPane>(), u"GeForce RTX 2070"_s));

        bench.the<app::MapView>()->select(at("00:02.0"));
        QCOMPARE(bench.currentInTree(), at("00:02.0"));
        QCOMPARE(bench.window.selected(), at("00:02.0"));
        QVERIFY(bench.showsText(bench.the<app::DetailsPane>(), u"Cezanne"_s));
    }

    void theMachinesRowShowsTheOverview()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        QVERIFY(!bench.the<app::OverviewPane>()->isVisible());
        bench.the<QTreeView>()->setCurrentIndex(bench.the<QTreeView>()->model()->index(0, 0));
        QVERIFY(bench.the<app::OverviewPane>()->isVisible());
        QCOMPARE(bench.window.selected(), std::nullopt);
        QCOMPARE(bench.the<app::MapView>()->selected(), std::nullopt);
    }

    void aGpuOfTheOverviewIsOneKeyAway()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        const auto buttons = bench.the<app::OverviewPane>()->findChildren<app::GpuButton *>();
        QCOMPARE(buttons.size(), 2);
        QTest::keyClick(buttons[1], Qt::Key_Return);
        QCOMPARE(bench.window.selected(), at("01:00.0"));
    }

    void linksInTheDetailsLeadToTheirFunction()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        const auto labels = bench.the<app::DetailsPane>()->findChildren<QLabel *>();
        const auto link = std::ranges::find_if(labels, [](const QLabel *label) {
            return label->text().startsWith(u"the bridge"_s);
        });
        QVERIFY(link != labels.end());
        Q_EMIT(*link)->linkActivated(u"function:0000:00:01.0"_s);
        QCOMPARE(bench.window.selected(), at("00:01.0"));
        QCOMPARE(bench.currentInTree(), at("00:01.0"));
    }

    void aRefreshKeepsSelectionExpansionAndScroll()
    {
        Bench bench;
        core::Snapshot snapshot = testMachine();
        for (int device = 3; device < 31; ++device)
            addDisk(snapshot, qPrintable(u"00:%1.0"_s.arg(device, 2, 16, QLatin1Char('0'))));
        bench.save(snapshot);
        QVERIFY(bench.open(bench.file));
        bench.window.resize(1200, 420);
        auto *tree = bench.the<QTreeView>();
        bench.window.select(at("00:02.0"));
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
        QVERIFY(bench.showsText(bench.the<app::DetailsPane>(), u"vfio-pci"_s));
        QVERIFY(!tree->isExpanded(bench.inTree("00:01.0")));
        QCOMPARE(tree->verticalScrollBar()->value(), scrolled);
        QVERIFY(resets.isEmpty());
    }

    void aRefreshThatChangesNothingLeavesTheDetailsAlone()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        const QWidget *before = bench.the<app::DetailsPane>()->widget();
        QVERIFY(bench.refresh());
        QCOMPARE(bench.the<app::DetailsPane>()->widget(), before);
    }

    void aSelectedFunctionThatVanishesLeavesTheOverview()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        core::Snapshot snapshot = testMachine();
        removeFunction(snapshot, "01:00.0");
        snapshot.groups.back().members = {at("01:00.1")};
        bench.save(snapshot);
        QVERIFY(bench.refresh());
        QCOMPARE(bench.window.selected(), std::nullopt);
        QVERIFY(bench.the<app::OverviewPane>()->isVisible());
    }

    void refreshesWhileOneRunsBecomeOneMore()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        QSignalSpy loaded(bench.window.controller(), &app::SnapshotController::loaded);
        for (int i = 0; i < 10; ++i)
            bench.window.controller()->refresh();
        QTRY_VERIFY(!bench.window.controller()->isBusy());
        QCOMPARE(loaded.size(), 2);
    }

    void theLastOfTwoFilesOpenedAtOnceIsShown()
    {
        Bench bench;
        const QString other = bench.folder.filePath(u"other.json"_s);
        core::Snapshot snapshot = testMachine();
        snapshot.machine.product = u"B550"_s;
        write(other, core::toJson(snapshot));
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        bench.window.openFile(bench.file);
        bench.window.openFile(other);
        QTRY_VERIFY(!bench.window.controller()->isBusy());
        QCOMPARE(shown.size(), 1);
        QVERIFY(bench.window.windowTitle().contains(u"B550"_s));
    }

    void theWayBackToThisMachineIsOneAction()
    {
        Bench bench;
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
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.controller()->machineChanged();
        QVERIFY(!bench.window.controller()->isBusy());
    }

    void theSearchFieldFiltersAndFinds()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.actionCollection()->action(u"edit_find"_s)->trigger();
        auto *field = bench.the<QLineEdit>();
        QTest::keyClicks(field, u"audio"_s);
        QVERIFY(bench.inTree("01:00.1").isValid());
        QVERIFY(!bench.inTree("00:02.0").isValid());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(bench.window.selected(), at("01:00.1"));
        field->clear();
        QTest::keyClicks(field, u"sound"_s); // what kind of device it is, which no name of it says
        QVERIFY(bench.inTree("01:00.1").isValid());
        QVERIFY(!bench.inTree("00:02.0").isValid());
        field->clear();
        QVERIFY(bench.inTree("00:02.0").isValid());
        QCOMPARE(bench.currentInTree(), at("01:00.1"));
    }

    void theXmlOfAGpuCanBeSeenAndCopied()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        QAction *xml = bench.window.actionCollection()->action(u"export_xml"_s);
        bench.window.select(at("01:00.1"));
        QVERIFY(!xml->isEnabled());
        bench.window.select(at("01:00.0"));
        QVERIFY(xml->isEnabled());
        xml->trigger();
        auto *dialog = bench.the<app::XmlPreviewDialog>();
        QVERIFY(dialog && dialog->isVisible());
        const QString text = dialog->findChild<QPlainTextEdit *>()->toPlainText();
        QVERIFY(text.contains(u"<hostdev"_s));
        const auto buttons = dialog->findChildren<QPushButton *>();
        const auto copy = std::ranges::find_if(buttons, [](const QPushButton *button) {
            return button->text().remove(u'&') == u"Copy"_s; // KDE may have given it an accelerator
        });
        QVERIFY(copy != buttons.end());
        (*copy)->click();
        QCOMPARE(QApplication::clipboard()->text(), text);
    }

    void theAddressCanBeCopied()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        bench.window.actionCollection()->action(u"copy_address"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"0000:01:00.0"_s);
    }

    void everythingThatTakesFocusHasAName()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        for (const auto &selected : {std::optional<core::PciAddress>(), std::optional(at("01:00.0"))}) {
            bench.window.select(selected);
            for (QWidget *widget : bench.window.findChildren<QWidget *>()) {
                if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                    continue;
                QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(),
                         qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
            }
        }
    }

    void nothingOverflowsANarrowPane()
    {
        Bench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        auto *pane = bench.the<app::DetailsPane>();
        QApplication::processEvents();
        QVERIFY2(pane->widget()->width() <= pane->viewport()->width(), qPrintable(u"%1 in %2"_s.arg(pane->widget()->width()).arg(pane->viewport()->width())));
    }
};

TURNOUT_WINDOW_TEST(MainWindowTest)
#include "mainwindowtest.moc"
