// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/details/detailspane.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/mainwindow.h"
#include "app/window/sidepane.h"
#include "core/snapshot/snapshotjson.h"
#include "testmachine.h"

#include <KActionCollection>
#include <KMessageWidget>

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>

inline constexpr int timeoutMs = 300000;

/// Selects a function and waits for its details, which a worker thread makes.
inline bool selectAndWait(app::MainWindow &window, const std::optional<core::PciAddress> &address)
{
    std::optional<core::PciAddress> shown;
    bool answered = false;
    const auto connection =
        QObject::connect(window.findChild<app::SidePane *>(), &app::SidePane::detailsShown, &window, [&](const std::optional<app::Details> &details) {
            shown = details ? std::optional(details->address) : std::nullopt;
            answered = true;
        });
    window.select(address);
    const bool done = QTest::qWaitFor(
        [&] {
            return answered && shown == address;
        },
        timeoutMs);
    QObject::disconnect(connection);
    return done;
}

inline bool showsText(const QWidget *pane, const QString &text)
{
    return pane->isVisible() && std::ranges::any_of(pane->findChildren<QLabel *>(), [&](const QLabel *label) {
               return label->isVisible() && label->text().contains(text);
           });
}

inline void writeFile(const QString &path, const QByteArray &data)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(data), data.size());
}

/// The true window with a snapshot file of its own. This machine has no functions.
struct FileBench {
    FileBench()
    {
        QDir(folder.path()).mkpath(QStringLiteral("empty/sys/bus/pci/devices"));
        save(testMachine());
        window.resize(1200, 800);
        window.show();
    }

    void save(const core::Snapshot &snapshot) const
    {
        writeFile(file, core::toJson(snapshot));
    }

    bool open(const QString &path)
    {
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.openFile(path);
        return shown.wait();
    }

    bool refresh()
    {
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        window.actionCollection()->action(QStringLiteral("view_redisplay"))->trigger();
        return shown.wait();
    }

    bool select(const char *address)
    {
        return selectAndWait(window, at(address));
    }

    template<typename Widget>
    Widget *the() const
    {
        return window.findChild<Widget *>();
    }

    /// The address of the tree's current row.
    std::optional<core::PciAddress> currentInTree() const
    {
        const auto *filter = qobject_cast<QSortFilterProxyModel *>(the<QTreeView>()->model());
        return the<app::FunctionTreeModel>()->addressAt(filter->mapToSource(the<QTreeView>()->currentIndex()));
    }

    QModelIndex inTree(const char *address) const
    {
        auto *filter = qobject_cast<QSortFilterProxyModel *>(the<QTreeView>()->model());
        return filter->mapFromSource(qobject_cast<app::FunctionTreeModel *>(filter->sourceModel())->indexOf(at(address)));
    }

    KMessageWidget *message(KMessageWidget::MessageType type) const
    {
        for (auto *message : window.findChildren<KMessageWidget *>()) {
            if (message->messageType() == type)
                return message;
        }
        return nullptr;
    }

    QTemporaryDir folder;
    QString file = folder.filePath(QStringLiteral("machine.json"));
    app::MainWindow window{host::machineReader(folder.filePath(QStringLiteral("empty")))};
};
