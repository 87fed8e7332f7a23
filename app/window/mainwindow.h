// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/operation/operationcontroller.h"
#include "app/window/shownmachine.h"
#include "snapshotcontroller.h"

#include <KXmlGuiWindow>

#include <optional>

class KMessageWidget;
class QStackedWidget;

namespace app
{

class DetailsPane;
struct Details;
class OperationPane;
class FunctionsPane;
class FunctionTreeModel;
class MapView;
class OverviewPane;

/// The window: the map in the middle, the tree and the details beside it, all with one selection.
class MainWindow : public KXmlGuiWindow
{
    Q_OBJECT

public:
    /// `sysroot`: what stands for / when this machine is read.
    explicit MainWindow(const QString &sysroot = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    void openFile(const QString &path);
    void openMachine();

    SnapshotController *controller() const
    {
        return m_controller;
    }
    OperationController *operations() const
    {
        return m_operations;
    }
    const ShownMachinePtr &machine() const
    {
        return m_machine;
    }
    std::optional<core::PciAddress> selected() const
    {
        return m_selected;
    }

public Q_SLOTS:
    /// Nothing: the machine as a whole. In all three views.
    void select(const std::optional<core::PciAddress> &address);

Q_SIGNALS:
    /// The views show what was read last.
    void machineShown();

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void setupLayout();
    void setupActions();
    void setupViewActions();
    void setupOperations();
    void setupSamples();

    void showMachine(const ShownMachinePtr &machine, bool another);
    void showDetails();
    void showOperation();
    void showSource();
    void begin(core::Verb verb, const core::PciAddress &address, bool nextBootOnly = false);
    void enableDeviceActions(const std::optional<Details> &details);
    bool operationIsSelected() const;
    void showError(const core::Error &error);

    void chooseFile();
    void saveSnapshot();
    void exportMapAs();
    void copyAddress(const core::PciAddress &address);
    void previewXml(const core::PciAddress &address);

    SnapshotController *m_controller;
    FunctionTreeModel *m_model;
    MapView *m_map;
    FunctionsPane *m_functions;
    QStackedWidget *m_side;
    OverviewPane *m_overview;
    DetailsPane *m_details;
    OperationController *m_operations;
    OperationPane *m_operation;
    KMessageWidget *m_sourceMessage;
    KMessageWidget *m_operationMessage;
    KMessageWidget *m_errorMessage;
    QAction *m_xmlAction = nullptr;
    QAction *m_copyAction = nullptr;
    QAction *m_returnAction = nullptr;

    struct DeviceActionKind {
        core::Verb verb;
        bool nextBootOnly;
        QAction *action;
    };
    QList<DeviceActionKind> m_deviceActions;

    ShownMachinePtr m_machine;
    std::optional<core::PciAddress> m_selected;
};

}
