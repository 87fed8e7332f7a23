// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The part of the window that changes something.

#include "mainwindow.h"

#include "detailspane.h"
#include "errandpane.h"

#include "core/pciclass.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KMessageWidget>

namespace app
{

void MainWindow::setupErrands()
{
    KActionCollection *actions = actionCollection();
    const auto add = [&](const QString &name, const QString &icon, const QString &text, core::Verb verb) {
        QAction *action = actions->addAction(name, this, [this, verb] {
            if (m_selected)
                begin(verb, *m_selected);
        });
        action->setIcon(QIcon::fromTheme(icon));
        action->setText(text);
        action->setEnabled(false);
        return action;
    };
    m_giveAction = add(QStringLiteral("assign_gpu"), QStringLiteral("go-next"), i18nc("@action", "&Give GPU to Virtual Machines…"), core::Verb::Assign);
    m_takeAction =
        add(QStringLiteral("release_gpu"), QStringLiteral("go-previous"), i18nc("@action", "&Take GPU Back for This Computer…"), core::Verb::Release);
    actions->setDefaultShortcut(m_giveAction, Qt::CTRL | Qt::Key_G);
    actions->setDefaultShortcut(m_takeAction, Qt::CTRL | Qt::SHIFT | Qt::Key_G);

    auto *show = new QAction(QIcon::fromTheme(QStringLiteral("go-jump")), i18nc("@action:button", "Show"), this);
    connect(show, &QAction::triggered, this, [this] {
        if (m_desk->current())
            select(m_desk->current()->goal().gpu);
    });
    m_errandMessage->addAction(show);

    connect(m_details, &DetailsPane::deedRequested, this, &MainWindow::begin);
    connect(m_desk, &ErrandDesk::changed, this, &MainWindow::showErrand);
    connect(m_desk, &ErrandDesk::moved, this, &MainWindow::showDetails);
    connect(m_errand, &ErrandPane::functionActivated, this, &MainWindow::select);
    connect(m_errand, &ErrandPane::closed, m_desk, &ErrandDesk::drop);
    connect(m_errand, &ErrandPane::againRequested, this, [this] {
        core::Goal goal = m_desk->current()->goal();
        goal.accepted.clear();
        m_desk->begin(goal);
    });
    connect(m_errand, &ErrandPane::recoverRequested, this, [this] {
        begin(core::Verb::Recover, m_desk->current()->goal().gpu);
    });
}

void MainWindow::begin(core::Verb verb, const core::PciAddress &address)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = address;
    m_desk->begin(goal);
}

bool MainWindow::errandIsSelected() const
{
    return m_desk->current() && m_selected == m_desk->current()->goal().gpu;
}

void MainWindow::showErrand()
{
    if (client::Errand *errand = m_desk->current()) {
        const core::Function *gpu = m_machine->snapshot->function(errand->goal().gpu);
        m_errand->setErrand(errand, gpu ? core::displayName(*gpu) : QString());
    }
    if (!m_desk->current() && m_selected && !m_machine->snapshot->function(*m_selected))
        m_selected.reset();
    showDetails();
    if (errandIsSelected())
        m_errand->setFocus(Qt::OtherFocusReason);
}

}
