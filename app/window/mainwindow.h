// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/operation/operationcontroller.h"
#include "host/machine/machinereader.h"
#include "snapshotcontroller.h"

#include <KXmlGuiWindow>

#include <optional>

namespace app
{

class DeviceActions;
class FunctionsPane;
class FunctionTreeModel;
class MapView;
class MessageBars;
class SidePane;

/// The window: the map in the middle, the tree and the details beside it, all with one selection.
class MainWindow : public KXmlGuiWindow
{
    Q_OBJECT

public:
    /// `reader`: for this machine.
    explicit MainWindow(operation::Reader reader = host::machineReader(), QWidget *parent = nullptr);
    ~MainWindow() override;

    void openFile(const QString &path);
    void openMachine();

    SnapshotController *snapshots() const
    {
        return m_snapshots;
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
    /// In all views. None: the machine as a whole.
    void select(const std::optional<core::PciAddress> &address);

Q_SIGNALS:
    /// The views show another snapshot.
    void machineShown();

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void setupActions();
    void setupViewActions();
    void setupSamples();
    void setupLayout();
    void setupConnections();

    void showContent(const WindowContent &content, bool another);
    void showSource();
    void showOperation();
    void selectInViews();
    void begin(const core::Goal &goal);
    void showError(const std::optional<core::Error> &error);

    SnapshotController *m_snapshots;
    OperationController *m_operations;
    FunctionTreeModel *m_model;
    MapView *m_map;
    FunctionsPane *m_functions;
    SidePane *m_side;
    DeviceActions *m_deviceActions;
    MessageBars *m_messages = nullptr;
    QAction *m_xmlAction = nullptr;
    QAction *m_copyAction = nullptr;
    QAction *m_returnAction = nullptr;

    ShownMachinePtr m_machine;
    std::optional<core::PciAddress> m_selected;
};

}
