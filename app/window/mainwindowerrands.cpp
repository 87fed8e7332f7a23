// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The part of the window that changes something.

#include "mainwindow.h"

#include "detailspane.h"
#include "errandpane.h"
#include "overviewpane.h"

#include "app/client/choices.h"
#include "core/pciclass.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KMessageWidget>

#include <algorithm>

namespace app
{

void MainWindow::setupErrands()
{
    KActionCollection *actions = actionCollection();
    const auto add = [&](const QString &name, const QString &icon, const QString &text, core::Verb verb, bool tryOnce = false) {
        QAction *action = actions->addAction(name, this, [this, verb, tryOnce] {
            if (m_selected)
                begin(verb, *m_selected, tryOnce);
        });
        action->setIcon(QIcon::fromTheme(icon));
        action->setText(text);
        action->setEnabled(false);
        m_deedActions.append({verb, tryOnce, action});
        return action;
    };
    QAction *give = add(QStringLiteral("assign_gpu"), QStringLiteral("go-next"), i18nc("@action", "&Give GPU to Virtual Machines…"), core::Verb::Assign);
    QAction *take =
        add(QStringLiteral("release_gpu"), QStringLiteral("go-previous"), i18nc("@action", "&Take GPU Back for This Computer…"), core::Verb::Release);
    actions->setDefaultShortcut(give, Qt::CTRL | Qt::Key_G);
    actions->setDefaultShortcut(take, Qt::CTRL | Qt::SHIFT | Qt::Key_G);

    add(QStringLiteral("recover_gpu"), QStringLiteral("edit-undo"), i18nc("@action", "&Finish or Take Back an Earlier Change"), core::Verb::Recover);
    add(QStringLiteral("try_gpu"), QStringLiteral("chronometer"), i18nc("@action", "T&ry at the Next Start Only…"), core::Verb::Persist, true);
    add(QStringLiteral("persist_gpu"), QStringLiteral("window-pin"), i18nc("@action", "To Virtual Machines at &Every Start…"), core::Verb::Persist);
    add(QStringLiteral("unpersist_gpu"), QStringLiteral("edit-undo"), i18nc("@action", "Take Back the &Choice for Starts…"), core::Verb::Unpersist);

    auto *show = new QAction(QIcon::fromTheme(QStringLiteral("go-jump")), i18nc("@action:button", "Show"), this);
    connect(show, &QAction::triggered, this, [this] {
        if (m_desk->current())
            select(m_desk->current()->goal().gpu);
    });
    m_errandMessage->addAction(show);

    const auto request = [this](const Deed &deed, const core::PciAddress &address) {
        begin(deed.verb, address, deed.tryOnce);
    };
    connect(m_details, &DetailsPane::deedRequested, this, request);
    connect(m_overview, &OverviewPane::deedRequested, this, request);
    connect(m_desk, &ErrandDesk::changed, this, &MainWindow::showErrand);
    connect(m_desk, &ErrandDesk::moved, this, &MainWindow::showDetails);
    connect(m_errand, &ErrandPane::functionActivated, this, &MainWindow::select);
    connect(m_errand, &ErrandPane::closed, m_desk, &ErrandDesk::drop);
    connect(m_errand, &ErrandPane::againRequested, this, [this] {
        core::Goal goal = m_desk->current()->goal();
        goal.accepted.clear();
        m_desk->begin(goal, m_desk->current()->tryOnce());
    });
    connect(m_errand, &ErrandPane::recoverRequested, this, [this] {
        begin(core::Verb::Recover, m_desk->current()->goal().gpu);
    });
}

void MainWindow::begin(core::Verb verb, const core::PciAddress &address, bool tryOnce)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = address;
    if (m_selected != address)
        select(address);
    m_desk->begin(goal, tryOnce);
}

bool MainWindow::errandIsSelected() const
{
    return m_desk->current() && m_selected == m_desk->current()->goal().gpu;
}

void MainWindow::enableDeeds(const std::optional<Details> &details)
{
    for (const auto &[verb, tryOnce, action] : std::as_const(m_deedActions)) {
        const auto isTurn = [&](const Deed &deed) {
            return deed.verb == verb && deed.tryOnce == tryOnce && deed.whyNot.isEmpty();
        };
        const bool now = details && details->deed && isTurn(*details->deed);
        const bool atStarts = details && details->start && std::ranges::any_of(details->start->deeds, isTurn);
        action->setEnabled(now || atStarts);
    }
}

void MainWindow::showErrand()
{
    if (client::Errand *errand = m_desk->current()) {
        const core::Function *gpu = m_machine->snapshot->function(errand->goal().gpu);
        m_errand->setErrand(errand, gpu ? core::displayName(*gpu) : client::emptyPlaceName());
    }
    if (!m_desk->current() && m_selected && !m_machine->snapshot->function(*m_selected))
        m_selected.reset();
    showDetails();
    if (errandIsSelected())
        m_errand->setFocus(Qt::OtherFocusReason);
}

}
