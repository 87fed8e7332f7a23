// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/maptext.h"
#include "app/map/mapview.h"
#include "mapsamples.h"
#include "tests/core/snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QAccessible>
#include <QApplication>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::MapView;
using fixture::at;

class MapViewTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<MapView> m_view;

    void show(core::Snapshot snapshot)
    {
        auto shared = std::make_shared<const core::Snapshot>(std::move(snapshot));
        const app::Annotations annotations = app::annotate(*shared);
        m_view->setMap(app::prepareMap(std::move(shared), annotations, m_view->metrics()));
    }
    QPoint middleOf(const char *address) const
    {
        const app::MapLayout &layout = m_view->map()->layout;
        return m_view->mapFromScene(layout.nodes[size_t(layout.index.value(at(address)))].rect.center());
    }
    QString selectedText() const
    {
        return m_view->selected() ? m_view->selected()->toShortString() : QString();
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_view.get(), Qt::Key(key), modifiers);
    }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<MapView>();
        m_view->resize(900, 600);
        m_view->show();
        m_view->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        show(sample::fiveGpus());
    }

    void aClickSelects()
    {
        QSignalSpy spy(m_view.get(), &MapView::selectionChanged);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf("01:00.0"));
        QCOMPARE(selectedText(), u"01:00.0"_s);
        QCOMPARE(spy.size(), 1);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middleOf("01:00.0"));
        QCOMPARE(spy.size(), 1);
    }

    void aClickBesideEverythingClearsTheSelection()
    {
        m_view->select(at("01:00.0"));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->viewport()->rect().topRight() - QPoint(3, -3));
        QVERIFY(!m_view->selected());
    }

    void selectingBringsIntoView()
    {
        m_view->scale(3, 3);
        m_view->select(at("06:00.0"));
        QVERIFY(m_view->viewport()->rect().contains(middleOf("06:00.0")));
    }

    void anAddressThatIsNotThereSelectsNothing()
    {
        m_view->select(at("01:00.0"));
        m_view->select(at("7f:00.0"));
        QVERIFY(!m_view->selected());
    }

    void arrowKeysFollowTheTree()
    {
        m_view->select(at("02:00.0"));
        press(Qt::Key_Down);
        QCOMPARE(selectedText(), u"02:00.1"_s);
        press(Qt::Key_Up);
        press(Qt::Key_Left);
        QCOMPARE(selectedText(), u"00:02.0"_s);
        press(Qt::Key_Right);
        QCOMPARE(selectedText(), u"02:00.0"_s);
        press(Qt::Key_Right);
        QCOMPARE(selectedText(), u"02:00.0"_s);
    }

    void withoutASelectionAnArrowKeySelectsTheFirst()
    {
        press(Qt::Key_Down);
        QCOMPARE(selectedText(), u"00:01.0"_s);
    }

    void tabGoesFromGpuToGpuAndThenOn()
    {
        QStringList seen;
        for (int i = 0; i < 5; ++i) {
            press(Qt::Key_Tab);
            seen += selectedText();
        }
        QCOMPARE(seen, QStringList({u"01:00.0"_s, u"02:00.0"_s, u"04:00.0"_s, u"05:00.0"_s, u"06:00.0"_s}));
        press(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(selectedText(), u"05:00.0"_s);
    }

    void aRefreshKeepsZoomScrollAndSelection()
    {
        m_view->scale(2, 2);
        m_view->select(at("05:00.0"));
        const QTransform zoom = m_view->transform();
        const QPoint place = middleOf("05:00.0");
        show(sample::fiveGpus());
        QCOMPARE(m_view->transform(), zoom);
        QCOMPARE(middleOf("05:00.0"), place);
        QCOMPARE(selectedText(), u"05:00.0"_s);
    }

    void theSelectionStaysInPlaceWhenSomethingAboveItGoes()
    {
        m_view->scale(2, 2);
        m_view->select(at("05:00.0"));
        const QPoint place = middleOf("05:00.0");
        core::Snapshot fewer = sample::fiveGpus();
        std::erase_if(fewer.functions, [](const core::Function &function) {
            return function.address.bus == 1;
        });
        std::erase_if(fewer.groups, [](const core::Group &group) {
            return core::number(group.id) == 1;
        });
        show(fewer);
        const QPoint moved = middleOf("05:00.0") - place;
        QVERIFY2(moved.manhattanLength() <= 2, qPrintable(QString::number(moved.manhattanLength())));
    }

    void aFunctionThatVanishesIsDeselected()
    {
        m_view->select(at("03:00.0"));
        QSignalSpy spy(m_view.get(), &MapView::selectionChanged);
        core::Snapshot fewer = sample::fiveGpus();
        std::erase_if(fewer.functions, [](const core::Function &function) {
            return function.address == at("03:00.0");
        });
        show(fewer);
        QVERIFY(!m_view->selected());
        QCOMPARE(spy.size(), 1);
        m_view->repaint();
    }

    void anEmptyMachineIsShown()
    {
        show({});
        m_view->fit();
        press(Qt::Key_Down);
        press(Qt::Key_Tab);
        m_view->setSearch(u"x"_s);
        m_view->repaint();
        QVERIFY(!m_view->selected());
    }

    void theSearchShowsItsFirstMatchAndSelectsNothing()
    {
        m_view->scale(3, 3);
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
        m_view->setSearch(u"GeForce"_s);
        QVERIFY(m_view->viewport()->rect().contains(middleOf("01:00.0")));
        QVERIFY(!m_view->selected());
        m_view->setSearch(u"nvme"_s);
        QVERIFY(m_view->viewport()->rect().contains(middleOf("03:00.0")));
        const QPoint before = middleOf("03:00.0");
        m_view->setSearch(u"no such thing"_s);
        QCOMPARE(middleOf("03:00.0"), before);
        QVERIFY(!m_view->selected());
    }

    void theSearchMatchesByName()
    {
        const auto matching = [this](const QString &text) {
            return std::ranges::count_if(m_view->map()->snapshot->functions, [&text](const core::Function &function) {
                return app::matches(function, text);
            });
        };
        QCOMPARE(matching(u"nvme"_s), 1);
        QCOMPARE(matching(u"no such thing"_s), 0);
        QCOMPARE(matching({}), qsizetype(m_view->map()->snapshot->functions.size()));
    }

    void theSearchDimsTheOthers()
    {
        m_view->fit();
        const QImage before = m_view->grab().toImage();
        m_view->setSearch(u"nvme"_s);
        QVERIFY(m_view->grab().toImage() != before);
        m_view->setSearch({});
        QCOMPARE(m_view->grab().toImage(), before);
    }

    void controlAndTheWheelZoomAtThePointer()
    {
        m_view->scale(2, 2);
        const QPoint pointer = m_view->viewport()->rect().center() + QPoint(60, 40);
        const QPointF below = m_view->mapToScene(pointer);
        const qreal before = m_view->transform().m11();
        QWheelEvent wheel(pointer, m_view->viewport()->mapToGlobal(pointer), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &wheel);
        QVERIFY(m_view->transform().m11() > before);
        QVERIFY((m_view->mapToScene(pointer) - below).manhattanLength() < 4);
    }

    void zoomHasLimits()
    {
        for (int i = 0; i < 60; ++i)
            m_view->zoomIn();
        QVERIFY(m_view->transform().m11() <= 4);
        for (int i = 0; i < 120; ++i)
            m_view->zoomOut();
        QVERIFY(m_view->transform().m11() >= 0.05);
        m_view->resetZoom();
        QCOMPARE(m_view->transform().m11(), 1.0);
    }

    void fitShowsAll()
    {
        m_view->fit();
        const QRectF seen = m_view->mapToScene(m_view->viewport()->rect()).boundingRect().adjusted(-2, -2, 2, 2);
        QVERIFY(seen.contains(m_view->map()->layout.bounds));
    }

    void draggingMoves()
    {
        m_view->scale(3, 3);
        m_view->verticalScrollBar()->setValue(100);
        const int before = m_view->verticalScrollBar()->value();
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, {300, 300});
        QTest::mouseMove(m_view->viewport(), {300, 280});
        QTest::mouseMove(m_view->viewport(), {300, 260});
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, {300, 260});
        QCOMPARE(m_view->verticalScrollBar()->value(), before + 40);
    }

    void aScreenReaderFindsEveryFunction()
    {
        QAccessibleInterface *view = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(view);
        QCOMPARE(view->childCount(), int(m_view->map()->snapshot->functions.size()));
        QStringList names;
        for (int i = 0; i < view->childCount(); ++i) {
            QAccessibleInterface *child = view->child(i);
            QVERIFY(child && child->isValid());
            QCOMPARE(view->indexOfChild(child), i);
            QCOMPARE(child->parent(), view);
            names += child->text(QAccessible::Name);
        }
        const auto boot = std::ranges::find_if(names, [](const QString &name) {
            return name.contains(u"01:00.0");
        });
        QVERIFY(boot != names.end());
        for (const QString &word : {u"NVIDIA"_s, u"group 1"_s, u"Cannot be assigned"_s, u"Boot display"_s})
            QVERIFY2(boot->contains(word), qPrintable(*boot));
    }

    void aScreenReaderFollowsAndSetsTheSelection()
    {
        QAccessibleInterface *view = QAccessible::queryAccessibleInterface(m_view.get());
        m_view->select(at("04:00.0"));
        QAccessibleInterface *focused = view->focusChild();
        QVERIFY(focused);
        QVERIFY(focused->text(QAccessible::Name).contains(u"04:00.0"));
        QVERIFY(focused->state().selected && focused->state().focused);

        QAccessibleSelectionInterface *selection = view->selectionInterface();
        QVERIFY(selection);
        QVERIFY(selection->select(view->child(0)));
        QCOMPARE(selection->selectedItems(), QList<QAccessibleInterface *>{view->child(0)});
        QVERIFY(!focused->state().selected);
    }

    void theSelectionIsAnnounced()
    {
        static QStringList announced;
        announced.clear();
        const auto previous = QAccessible::installUpdateHandler([](QAccessibleEvent *event) {
            if (event->type() == QAccessible::Focus && event->accessibleInterface())
                announced += event->accessibleInterface()->text(QAccessible::Name);
        });
        m_view->select(at("04:00.0"));
        QAccessible::installUpdateHandler(previous);
        QCOMPARE(announced.size(), 1);
        QVERIFY2(announced.first().contains(u"04:00.0"), qPrintable(announced.first()));
    }

    void aScreenReadersItemIsWhereItIsDrawn()
    {
        QAccessibleInterface *view = QAccessible::queryAccessibleInterface(m_view.get());
        const QPoint middle = m_view->viewport()->mapToGlobal(middleOf("02:00.0"));
        QAccessibleInterface *child = view->childAt(middle.x(), middle.y());
        QVERIFY(child);
        QVERIFY(child->text(QAccessible::Name).contains(u"02:00.0"));
        QVERIFY(child->rect().contains(middle));
    }

    void aScreenReadersItemSurvivesARefreshAndKnowsWhenItIsGone()
    {
        QAccessibleInterface *view = QAccessible::queryAccessibleInterface(m_view.get());
        m_view->select(at("04:00.0"));
        QAccessibleInterface *child = view->focusChild();
        show(sample::fiveGpus());
        QVERIFY(child->isValid());
        QCOMPARE(view->focusChild(), child);
        show({});
        QVERIFY(!child->isValid());
        QVERIFY(child->text(QAccessible::Name).isEmpty());
        QVERIFY(child->rect().isEmpty());
    }

    void refreshWith4096Functions()
    {
        auto snapshot = std::make_shared<const core::Snapshot>(sample::named(u"generated:4096"_s));
        const auto map = app::prepareMap(snapshot, app::annotate(*snapshot), m_view->metrics());
        QBENCHMARK {
            m_view->setMap(map);
            m_view->viewport()->repaint();
        }
    }

    void refreshWith4096FunctionsAllInView()
    {
        auto snapshot = std::make_shared<const core::Snapshot>(sample::named(u"generated:4096"_s));
        const auto map = app::prepareMap(snapshot, app::annotate(*snapshot), m_view->metrics());
        m_view->setMap(map);
        m_view->fit();
        QBENCHMARK {
            m_view->setMap(map);
            m_view->viewport()->repaint();
        }
    }
};

TURNOUT_WINDOW_TEST(MapViewTest)

#include "mapviewtest.moc"
