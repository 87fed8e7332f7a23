// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/details/details.h"

#include <QFutureWatcher>
#include <QStackedWidget>

namespace app
{

class DetailsPane;
class OperationController;
class OperationPane;
class OverviewPane;

/// The pane beside the map: the overview, the details of the selected function, or its operation.
class SidePane : public QStackedWidget
{
    Q_OBJECT

public:
    explicit SidePane(OperationController *operations, QWidget *parent = nullptr);

    /// `details` may be of another function than `selected`: those of `selected` are then worked out on a worker thread.
    void setMachine(const ShownMachinePtr &machine, const std::optional<Details> &details, const std::optional<core::PciAddress> &selected);
    void select(const std::optional<core::PciAddress> &address);

Q_SIGNALS:
    void functionActivated(const std::optional<core::PciAddress> &address);
    void operationRequested(const core::Goal &goal);
    void copyRequested(const core::PciAddress &address);
    void xmlRequested(const core::PciAddress &address);
    /// The details of the selected function, as its buttons offer them. None: nothing is selected, or they are not there yet.
    void detailsShown(const std::optional<app::Details> &details);

private:
    bool hasSelected() const;
    void loadDetails();
    void detailsLoaded();
    void showOperation();
    void showCurrent();

    OperationController *m_operations;
    OverviewPane *m_overviewPane;
    DetailsPane *m_detailsPane;
    OperationPane *m_operationPane;
    ShownMachinePtr m_machine;
    std::optional<core::PciAddress> m_selected;
    std::optional<Details> m_details; ///< of the selected function
    QFutureWatcher<std::optional<Details>> m_watcher;
};

}
