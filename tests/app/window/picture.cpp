// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// picture DIR OUT.png [--select ADDRESS] [--press BUTTON] [--size WxH] [--dark]: the window on the machine in a directory, as
// the handbook shows it. BUTTON is one of the details by its object name: assign, release, persist, persist-next-boot,
// unpersist. No helper is involved.

#include "app/operation/transport.h"
#include "app/window/aboutdata.h"
#include "app/window/mainwindow.h"

#include <KActionCollection>
#include <KColorSchemeManager>
#include <KIconTheme>
#include <KStandardAction>
#include <KStyleManager>

#include <QApplication>
#include <QCommandLineParser>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
constexpr int timeoutMs = 300000;

class NoTransport : public app::operation::Transport
{
    void send(const QString &, const QVariantMap &) override
    {
    }
};

bool press(app::MainWindow &window, const QString &name)
{
    for (QPushButton *button : window.findChildren<QPushButton *>(name)) {
        if (!button->isVisible() || !button->isEnabled())
            continue;
        button->click();
        return QTest::qWaitFor(
            [&window] {
                return window.operations()->current() && window.operations()->current()->phase() == app::operation::Operation::Phase::Planned;
            },
            timeoutMs);
    }
    return false;
}
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true); // without the settings of the user
    KIconTheme::initTheme();
    QApplication application(argc, argv);
    KStyleManager::initStyle();
    app::setApplicationData();
    QCommandLineParser parser;
    parser.addOptions({{u"select"_s, {}, u"address"_s}, {u"press"_s, {}, u"button"_s}, {u"size"_s, {}, u"WxH"_s, u"1440x900"_s}, {u"dark"_s, {}}});
    parser.process(application);
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 2)
        parser.showHelp(2);
    auto *schemes = KColorSchemeManager::instance();
    schemes->activateScheme(schemes->indexForScheme(parser.isSet(u"dark"_s) ? u"Breeze Dark"_s : u"Breeze Light"_s));

    app::MainWindow window(host::machineReader(arguments[0]));
    window.operations()->setTransport([] {
        return std::make_unique<NoTransport>();
    });
    const QStringList size = parser.value(u"size"_s).split(u'x');
    window.resize(size.value(0).toInt(), size.value(1).toInt());
    QSignalSpy shown(&window, &app::MainWindow::machineShown);
    window.show();
    window.openMachine();
    if (!shown.wait(timeoutMs))
        return 1;
    if (const auto address = core::PciAddress::parseTyped(parser.value(u"select"_s)))
        window.select(address);
    QTest::qWait(500); // for the details, which a worker thread makes
    if (const QString button = parser.value(u"press"_s); !button.isEmpty() && !press(window, button))
        return 1;
    window.actionCollection()->action(KStandardAction::name(KStandardAction::FitToPage))->trigger(); // a selection scrolls the map
    QTest::qWait(500); // for animations
    return window.grab().save(arguments[1]) ? 0 : 1;
}
