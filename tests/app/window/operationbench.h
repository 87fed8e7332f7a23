// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/details/detailspane.h"
#include "app/window/operation/operationpane.h"
#include "app/window/mainwindow.h"
#include "core/snapshot/snapshotjson.h"
#include "testmachine.h"
#include "tests/app/operation/directtransport.h"
#include "tests/helper/simulatedkernel.h"

#include <KMessageWidget>

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

inline constexpr int timeoutMs = 30000;

/// KDE gives buttons accelerators a while after they are shown.
inline QString plain(QString text)
{
    return text.remove(QLatin1Char('&'));
}

/// The true window on a simulated machine, with the helper's library behind it.
struct Bench {
    Bench()
    {
        window.operations()->setTransport([this] {
            return std::make_unique<DirectTransport>(kernel.context());
        });
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.resize(1200, 800);
        window.show();
        window.openMachine();
        shown.wait(timeoutMs);
    }

    app::OperationPane *pane() const
    {
        return window.findChild<app::OperationPane *>();
    }
    QPushButton *action(const QString &name = QStringLiteral("deed")) const
    {
        return window.findChild<app::DetailsPane *>()->findChild<QPushButton *>(name);
    }
    /// Null when it is not shown.
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : pane()->findChildren<QPushButton *>()) {
            if (button->isVisible() && plain(button->text()) == text)
                return button;
        }
        return nullptr;
    }
    bool press(const QString &text) const
    {
        QPushButton *found = button(text);
        if (found)
            found->click();
        return found;
    }
    bool shows(const QString &text) const
    {
        return pane()->isVisible() && std::ranges::any_of(pane()->findChildren<QLabel *>(), [&](const QLabel *label) {
                   return label->isVisible() && label->text().contains(text);
               });
    }
    bool reaches(app::operation::Operation::Phase phase) const
    {
        return QTest::qWaitFor(
            [&] {
                return window.operations()->current() && window.operations()->current()->phase() == phase;
            },
            timeoutMs);
    }
    /// The plan for the GPU is shown.
    bool planned(const char *address, const QString &name = QStringLiteral("deed"))
    {
        window.select(at(address));
        if (!action(name) || !action(name)->isEnabled())
            return false;
        action(name)->click();
        return reaches(app::operation::Operation::Phase::Planned);
    }

    bool openSnapshot()
    {
        QFile file(kernel.tree().path("machine.json"));
        if (!file.open(QIODevice::WriteOnly) || !core::writeJson(testMachine(), file))
            return false;
        file.close();
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.openFile(file.fileName());
        return shown.wait(timeoutMs);
    }
    KMessageWidget *visibleBar() const
    {
        const auto bars = window.findChildren<KMessageWidget *>();
        const auto bar = std::ranges::find_if(bars, [](const KMessageWidget *each) {
            return each->isVisible();
        });
        return bar != bars.end() ? *bar : nullptr;
    }

    SimulatedKernel kernel;
    app::MainWindow window{kernel.tree().path()};
};
