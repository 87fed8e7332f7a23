// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "app/window/operation/operationpane.h"
#include "app/window/widgets/wrappedcheckbox.h"
#include "core/pci/pciclass.h"
#include "host/machine/machinereader.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/tools/registered.h"
#include "windowbench.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::Operation;

namespace
{

/// As narrow as the details become beside a map on a screen of 1024 pixels.
constexpr int narrow = 330;

core::Snapshot read(const QString &path)
{
    auto snapshot = host::readSnapshotFile(path);
    return snapshot ? std::move(snapshot).value() : core::Snapshot();
}

Operation *makeOperation(const core::Snapshot &snapshot, core::Verb verb, const core::PciAddress &gpu, QObject *parent)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = gpu;
    const app::operation::Reader reader = [snapshot] {
        return core::Result<core::Snapshot>(snapshot);
    };
    return new Operation(goal,
                      reader,
                      std::make_unique<ScriptedTransport>([](core::Verb, const QVariantMap &) {
                          return Delivery{.state = Delivery::State::TimedOut, .reply = {}, .detail = {}};
                      }),
                      parent);
}

QString excerpt(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    return QString::fromLatin1(widget.metaObject()->className()) + u' ' + (label ? label->text().left(60) : widget.accessibleName());
}

/// Every part, text above all, is inside the pane and complete.
void checkWhole(const QScrollArea &area)
{
    const QWidget &content = *area.widget();
    QVERIFY2(content.width() <= area.viewport()->width(), qPrintable(u"%1 in %2"_s.arg(content.width()).arg(area.viewport()->width())));
    for (const QWidget *part : content.findChildren<QWidget *>()) {
        if (!part->isVisibleTo(&content))
            continue;
        QVERIFY2(content.rect().contains(QRect(part->mapTo(&content, QPoint()), part->size())), qPrintable(excerpt(*part)));
        if (const auto *label = qobject_cast<const QLabel *>(part); label && label->wordWrap())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(excerpt(*part)));
        else
            QVERIFY2(part->width() >= part->minimumSizeHint().width(), qPrintable(excerpt(*part)));
    }
}

}

/// No plan needs more width than its pane has.
class PaneWidthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aPlanFitsANarrowPane_data()
    {
        QTest::addColumn<core::Snapshot>("snapshot");
        QTest::addColumn<core::PciAddress>("gpu");
        QTest::addColumn<core::Verb>("verb");
        for (const QFileInfo &file : QDir(QStringLiteral(TURNOUT_SAMPLES)).entryInfoList({u"*.json"_s})) {
            const core::Snapshot snapshot = read(file.filePath());
            QVERIFY(!snapshot.functions.empty());
            for (const core::Function &function : snapshot.functions) {
                if (!core::isGpu(function))
                    continue;
                for (const core::Verb verb : {core::Verb::Assign, core::Verb::Release, core::Verb::Persist})
                    QTest::addRow("%s, %s, %s", qPrintable(file.baseName()), qPrintable(function.address.toShortString()), qPrintable(core::toKeyword(verb)))
                        << snapshot << function.address << verb;
            }
        }
    }

    void aPlanFitsANarrowPane()
    {
        QFETCH(core::Snapshot, snapshot);
        QFETCH(core::PciAddress, gpu);
        QFETCH(core::Verb, verb);
        app::OperationPane pane;
        Operation *operation = makeOperation(snapshot, verb, gpu, &pane);
        pane.setOperation(operation, core::displayName(*snapshot.function(gpu)));
        pane.resize(narrow, 700);
        pane.show();
        QSignalSpy phases(operation, &Operation::phaseChanged);
        operation->prepare();
        QTRY_COMPARE_WITH_TIMEOUT(operation->phase(), Operation::Phase::Planned, timeoutMs);
        QTRY_VERIFY(pane.findChild<QScrollArea *>()->widget()->isVisible());
        QApplication::processEvents();
        QVERIFY2(pane.minimumSizeHint().width() <= narrow, qPrintable(QString::number(pane.minimumSizeHint().width())));
        checkWhole(*pane.findChild<QScrollArea *>());
    }

    void aSmallScreenLeavesTheMapRoom()
    {
        app::MainWindow window;
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.resize(1024, 700);
        window.show();
        window.openFile(QStringLiteral(TURNOUT_SAMPLES) + u"/two-gpus-server-board.json"_s);
        QVERIFY(shown.wait(timeoutMs));
        QVERIFY(selectAndWait(window, at("04:00.0")));
        QApplication::processEvents();
        QCOMPARE(window.width(), 1024);
        const int width = window.findChild<app::MapView *>()->width();
        QVERIFY2(width >= 1024 / 3, qPrintable(QString::number(width)));
        checkWhole(*window.findChild<app::DetailsPane *>());
    }

    void aWrappedTextTogglesItsBox()
    {
        app::WrappedCheckBox wrapped(u"A text that takes a few lines in a pane as narrow as this one"_s, nullptr);
        wrapped.resize(120, 200);
        wrapped.show();
        auto *label = wrapped.findChild<QLabel *>();
        QVERIFY(label->height() > 2 * label->fontMetrics().height());
        QTest::mouseClick(label, Qt::LeftButton);
        QVERIFY(wrapped.box()->isChecked());
        QTest::mouseClick(label, Qt::RightButton);
        QVERIFY(wrapped.box()->isChecked());
        QTest::keyClick(wrapped.box(), Qt::Key_Space);
        QVERIFY(!wrapped.box()->isChecked());
        QCOMPARE(label->buddy(), wrapped.box());
    }
};

TURNOUT_WINDOW_TEST(PaneWidthTest)
#include "panewidthtest.moc"
