// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "sidepane.h"

#include "app/text/bootassignmenttext.h"
#include "app/window/details/detailspane.h"
#include "app/window/operation/operationcontroller.h"
#include "app/window/operation/operationpane.h"
#include "app/window/operation/operationtext.h"
#include "app/window/pages/overviewpane.h"
#include "core/pci/pciclass.h"

#include <QtConcurrentRun>

namespace app
{

SidePane::SidePane(OperationController *operations, QWidget *parent)
    : QStackedWidget(parent)
    , m_operations(operations)
    , m_overviewPane(new OverviewPane(this))
    , m_detailsPane(new DetailsPane(this))
    , m_operationPane(new OperationPane(this))
{
    for (QWidget *pane : {static_cast<QWidget *>(m_overviewPane), static_cast<QWidget *>(m_detailsPane), static_cast<QWidget *>(m_operationPane)})
        addWidget(pane);
    connect(m_overviewPane, &OverviewPane::functionActivated, this, &SidePane::functionActivated);
    connect(m_overviewPane, &OverviewPane::operationRequested, this, &SidePane::operationRequested);
    connect(m_detailsPane, &DetailsPane::functionActivated, this, &SidePane::functionActivated);
    connect(m_detailsPane, &DetailsPane::operationRequested, this, &SidePane::operationRequested);
    connect(m_detailsPane, &DetailsPane::copyRequested, this, &SidePane::copyRequested);
    connect(m_detailsPane, &DetailsPane::xmlRequested, this, &SidePane::xmlRequested);
    connect(m_operationPane, &OperationPane::functionActivated, this, &SidePane::functionActivated);
    connect(m_operationPane, &OperationPane::closed, m_operations, &OperationController::drop);
    connect(m_operationPane, &OperationPane::planAgainRequested, m_operations, &OperationController::planAgain);
    connect(m_operationPane, &OperationPane::recoverRequested, this, [this] {
        Q_EMIT operationRequested(recoverAction(m_operations->current()->goal().gpu).goal);
    });
    connect(m_operations, &OperationController::changed, this, &SidePane::showOperation);
    connect(m_operations, &OperationController::moved, this, &SidePane::showCurrent);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &SidePane::detailsLoaded);
}

void SidePane::setMachine(const ShownMachinePtr &machine, const std::optional<Details> &details, const std::optional<core::PciAddress> &selected)
{
    m_machine = machine;
    m_selected = selected;
    m_details = details && details->address == selected ? details : std::nullopt;
    loadDetails();
    showCurrent();
}

void SidePane::select(const std::optional<core::PciAddress> &address)
{
    if (std::exchange(m_selected, address) != address)
        m_details.reset();
    loadDetails();
    showCurrent();
}

bool SidePane::hasSelected() const
{
    return m_machine && m_selected && m_machine->snapshot->function(*m_selected);
}

void SidePane::loadDetails()
{
    if (m_details || !hasSelected())
        m_watcher.setFuture({});
    else
        m_watcher.setFuture(QtConcurrent::run(
            [](const ShownMachinePtr &machine, const core::PciAddress &address) {
                return detailsOf(*machine, address);
            },
            m_machine,
            *m_selected));
}

void SidePane::detailsLoaded()
{
    if (m_watcher.future().resultCount() == 0)
        return;
    m_details = m_watcher.result();
    showCurrent();
}

void SidePane::showOperation()
{
    if (operation::Operation *operation = m_operations->current()) {
        const core::Function *gpu = m_machine->snapshot->function(operation->goal().gpu);
        m_operationPane->setOperation(operation, gpu ? core::displayName(*gpu) : emptySlotName());
    }
    showCurrent();
    if (m_operations->isAbout(m_selected))
        m_operationPane->setFocus(Qt::OtherFocusReason);
}

void SidePane::showCurrent()
{
    if (!m_machine)
        return;
    const ActionAvailability availability = m_operations->availability();
    std::optional<Details> details = m_details;
    if (details && availability.unfinished.contains(details->address))
        details = withUnfinished(*std::move(details), availability.unfinished.value(m_details->address));

    m_overviewPane->setOverview(m_machine->overview, availability);
    if (details)
        m_detailsPane->setDetails(*details, availability.disabledReason);
    else if (!hasSelected())
        m_detailsPane->clear(); // details of another function stay until the new ones are there
    if (m_operations->isAbout(m_selected))
        setCurrentWidget(m_operationPane);
    else
        setCurrentWidget(hasSelected() ? static_cast<QWidget *>(m_detailsPane) : m_overviewPane);
    Q_EMIT detailsShown(details);
}

}
