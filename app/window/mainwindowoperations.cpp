// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The part of the window that changes something.

#include "mainwindow.h"

#include "app/window/details/detailspane.h"
#include "app/window/operation/operationpane.h"
#include "app/window/pages/overviewpane.h"

#include "app/text/bootassignmenttext.h"
#include "core/pci/pciclass.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KMessageWidget>

#include <algorithm>

namespace app
{

void MainWindow::setupOperations()
{
    KActionCollection *actions = actionCollection();
    const auto add = [&](const QString &name, const QString &icon, const QString &text, core::Verb verb, bool nextBootOnly = false) {
        QAction *action = actions->addAction(name, this, [this, verb, nextBootOnly] {
            if (m_selected)
                begin(verb, *m_selected, nextBootOnly);
        });
        action->setIcon(QIcon::fromTheme(icon));
        action->setText(text);
        action->setEnabled(false);
        m_deviceActions.append({verb, nextBootOnly, action});
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
        if (m_operations->current())
            select(m_operations->current()->goal().gpu);
    });
    m_operationMessage->addAction(show);

    const auto request = [this](const DeviceAction &action, const core::PciAddress &address) {
        begin(action.verb, address, action.nextBootOnly);
    };
    connect(m_details, &DetailsPane::actionRequested, this, request);
    connect(m_overview, &OverviewPane::actionRequested, this, request);
    connect(m_operations, &OperationController::changed, this, &MainWindow::showOperation);
    connect(m_operations, &OperationController::moved, this, &MainWindow::showDetails);
    connect(m_operation, &OperationPane::functionActivated, this, &MainWindow::select);
    connect(m_operation, &OperationPane::closed, m_operations, &OperationController::drop);
    connect(m_operation, &OperationPane::againRequested, this, [this] {
        core::Goal goal = m_operations->current()->goal();
        goal.accepted.clear();
        m_operations->begin(goal);
    });
    connect(m_operation, &OperationPane::recoverRequested, this, [this] {
        begin(core::Verb::Recover, m_operations->current()->goal().gpu);
    });
}

void MainWindow::begin(core::Verb verb, const core::PciAddress &address, bool nextBootOnly)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = address;
    goal.nextBootOnly = nextBootOnly;
    if (m_selected != address)
        select(address);
    m_operations->begin(goal);
}

bool MainWindow::operationIsSelected() const
{
    return m_operations->current() && m_selected == m_operations->current()->goal().gpu;
}

void MainWindow::enableDeviceActions(const std::optional<Details> &details)
{
    for (const auto &[verb, nextBootOnly, action] : std::as_const(m_deviceActions)) {
        const auto isTurn = [&](const DeviceAction &action) {
            return action.verb == verb && action.nextBootOnly == nextBootOnly && action.disabledReason.isEmpty();
        };
        const bool now = details && details->action && isTurn(*details->action);
        const bool atBoots = details && details->start && std::ranges::any_of(details->start->actions, isTurn);
        action->setEnabled(now || atBoots);
    }
}

void MainWindow::showOperation()
{
    if (operation::Operation *operation = m_operations->current()) {
        const core::Function *gpu = m_machine->snapshot->function(operation->goal().gpu);
        m_operation->setOperation(operation, gpu ? core::displayName(*gpu) : operation::emptySlotName());
    }
    if (!m_operations->current() && m_selected && !m_machine->snapshot->function(*m_selected))
        m_selected.reset();
    showDetails();
    if (operationIsSelected())
        m_operation->setFocus(Qt::OtherFocusReason);
}

}
