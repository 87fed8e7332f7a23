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

    /// Nothing: the machine's own row.
    void select(const std::optional<core::PciAddress> &address);
    /// Unfolds what a person can overlook; for a machine that was not shown before.
    void unfold();
    void focusSearch();
    /// Whether anything is chosen for a start, so that it needs a column.
    void setBootShown(bool shown);

Q_SIGNALS:
    /// By the user, not by select(). Nothing: a row that is no function.
    void selectionChanged(const std::optional<core::PciAddress> &address);
    void searchChanged(const QString &text);

private:
    void search(const QString &text);
    void goToFirstMatch();
    void currentChanged(const QModelIndex &current);
    /// Facts that have no room beside the names are left out: a list to be scrolled sideways is hard to read.
    void chooseColumns();
    void unfoldInserted(const QModelIndex &parent, int first, int last);
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

    FunctionTreeModel *m_model;
    QSortFilterProxyModel *m_filter;
    QLineEdit *m_search;
    QTreeView *m_tree;
    bool m_startShown = false;
    bool m_selecting = false; ///< select() is at work
};

}
