// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/functionrows.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>

namespace app
{

/// The machine as a tree: machine, root buses, bridges, functions. A refresh changes only what changed, so that views
/// keep their selection, expansion and scroll position.
class FunctionTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        SearchRole = Qt::UserRole, ///< text to search in
    };

    explicit FunctionTreeModel(QObject *parent = nullptr);
    ~FunctionTreeModel() override;

    /// Another machine: everything is new.
    void reset(const FunctionRow &machine);
    /// The same machine, read again: signals only rows that appeared, disappeared or changed.
    void update(const FunctionRow &machine);

    /// Invalid where there is no such function.
    QModelIndex indexOf(const core::PciAddress &address) const;
    std::optional<core::PciAddress> addressAt(const QModelIndex &index) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Node;

    Node *nodeAt(const QModelIndex &index) const;
    QModelIndex indexOfNode(const Node *node, int column = 0) const;
    std::unique_ptr<Node> makeNode(const FunctionRow &row, Node *parent);
    void forget(const Node &node);
    void updateChildren(Node &node, const std::vector<FunctionRow> &rows);
    void removeVanished(Node &node, const std::vector<FunctionRow> &rows);
    void insertNew(Node &node, const std::vector<FunctionRow> &rows);
    void signalChanged(Node &node, const std::vector<FunctionRow> &rows);

    std::unique_ptr<Node> m_machine;
    QHash<core::PciAddress, Node *> m_functions;
};

}
