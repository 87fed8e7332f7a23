// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/aboutdata.h"
#include "app/window/pages/xmlpreviewdialog.h"
#include "tests/tools/registered.h"
#include "windowbench.h"

#include <QAccessible>
#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class MainWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void theSearchFieldFiltersAndFinds()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.actionCollection()->action(u"edit_find"_s)->trigger();
        auto *field = bench.the<QLineEdit>();
        QTest::keyClicks(field, u"audio"_s);
        QVERIFY(bench.inTree("01:00.1").isValid());
        QVERIFY(!bench.inTree("00:02.0").isValid());
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(bench.window.selected(), at("01:00.1"));
        field->clear();
        QTest::keyClicks(field, u"audio device"_s); // the kind, which is in no name
        QVERIFY(bench.inTree("01:00.1").isValid());
        QVERIFY(!bench.inTree("00:02.0").isValid());
        field->clear();
        QVERIFY(bench.inTree("00:02.0").isValid());
        QCOMPARE(bench.currentInTree(), at("01:00.1"));
    }

    void theXmlOfAGpuCanBeSeenAndCopied()
    {
        FileBench bench;
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
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        bench.window.select(at("01:00.0"));
        bench.window.actionCollection()->action(u"copy_address"_s)->trigger();
        QCOMPARE(QApplication::clipboard()->text(), u"0000:01:00.0"_s);
    }

    void everythingThatTakesFocusHasAName()
    {
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        for (const auto &selected : {std::optional<core::PciAddress>(), std::optional(at("01:00.0"))}) {
            QVERIFY(selectAndWait(bench.window, selected));
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
        FileBench bench;
        QVERIFY(bench.open(bench.file));
        QVERIFY(bench.select("01:00.0"));
        auto *pane = bench.the<app::DetailsPane>();
        QApplication::processEvents();
        QVERIFY2(pane->widget()->width() <= pane->viewport()->width(), qPrintable(u"%1 in %2"_s.arg(pane->widget()->width()).arg(pane->viewport()->width())));
    }
};

TURNOUT_WINDOW_TEST(MainWindowTest)
#include "mainwindowtest.moc"
