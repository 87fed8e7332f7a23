// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/operation/operationpane.h"
#include "app/window/operation/steprow.h"
#include "tests/app/operation/directtransport.h"
#include "tests/helper/simulatedkernel.h"
#include "windowbench.h"

#include <QFile>
#include <QPushButton>

#include <atomic>

/// KDE gives buttons accelerators a while after they are shown.
inline QString plain(QString text)
{
    return text.remove(QLatin1Char('&'));
}

/// The true window on a simulated machine, with the helper's library behind it.
struct OperationBench {
    OperationBench()
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
    bool select(const char *address)
    {
        return selectAndWait(window, at(address));
    }
    /// A button of the details; without a name the one for now, not for a boot.
    QPushButton *action(const QString &name = {}) const
    {
        const auto *details = window.findChild<app::DetailsPane *>();
        if (!name.isEmpty())
            return details->findChild<QPushButton *>(name);
        for (const char *verb : {"assign", "release", "recover"}) {
            if (auto *found = details->findChild<QPushButton *>(QLatin1StringView(verb)))
                return found;
        }
        return nullptr;
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
        return showsText(pane(), text);
    }
    bool detailsShow(const QString &text) const
    {
        return showsText(window.findChild<app::DetailsPane *>(), text);
    }
    /// Of each step, as a screen reader reads it: "done", "undone" …
    QStringList rowStates() const
    {
        QStringList states;
        for (const app::StepRow *row : pane()->findChildren<app::StepRow *>()) {
            for (const QLabel *label : row->findChildren<QLabel *>()) {
                if (label->accessibleName().startsWith(QLatin1String("Step ")))
                    states += label->accessibleName().section(QLatin1String(", "), 1).section(QLatin1Char(':'), 0, 0);
            }
        }
        return states;
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
    bool planned(const char *address, const QString &name = {})
    {
        if (!select(address) || !action(name) || !action(name)->isEnabled())
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
    std::atomic<int> scans = 0;
    app::MainWindow window{[this] {
        ++scans;
        return host::machineReader(kernel.tree().path())();
    }};
};
