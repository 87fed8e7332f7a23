// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QModelIndex;
class QSortFilterProxyModel;
class QTreeView;

namespace app
{

class FunctionTreeModel;

/// The tree of functions with a search field above it.
class FunctionsPane : public QWidget
{
    Q_OBJECT

public:
    explicit FunctionsPane(FunctionTreeModel *model, QWidget *parent = nullptr);

    /// None: the row of the machine.
    void select(const std::optional<core::PciAddress> &address);
    /// Expands the tree, or the root buses of a big machine.
    void expandAll();
    void focusSearch();
    /// Whether boot assignments need a column.
    void setBootColumnShown(bool shown);

Q_SIGNALS:
    /// By the user, not by select(). None: a row that is no function.
    void selectionChanged(const std::optional<core::PciAddress> &address);
    void searchChanged(const QString &text);

private:
    void search(const QString &text);
    void goToFirstMatch();
    void currentChanged(const QModelIndex &current);
    /// Hides the columns that do not fit beside the names: scrolling sideways is hard to read.
    void chooseColumns();
    void expandInserted(const QModelIndex &parent, int first, int last);
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

    FunctionTreeModel *m_model;
    QSortFilterProxyModel *m_filter;
    QLineEdit *m_search;
    QTreeView *m_tree;
    bool m_bootColumnShown = false;
    bool m_selecting = false; ///< within select()
};

}
