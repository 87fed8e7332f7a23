// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functiontreemodel.h"

#include "app/map/turnoutsign.h"

#include <KLocalizedString>

#include <QFont>
#include <QGuiApplication>
#include <QIcon>
#include <QPalette>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app
{

struct FunctionTreeModel::Node {
    FunctionRow row; ///< without its children; those are below
    Node *parent = nullptr;
    int position = 0; ///< in the parent's children
    std::vector<std::unique_ptr<Node>> children;

    void renumberFrom(size_t first)
    {
        for (size_t i = first; i < children.size(); ++i)
            children[i]->position = static_cast<int>(i);
    }
};

namespace
{

FunctionRow withoutChildren(const FunctionRow &row)
{
    return {.kind = row.kind,
            .address = row.address,
            .texts = row.texts,
            .icon = row.icon,
            .description = row.description,
            .searchText = row.searchText,
            .state = row.state,
            .appearance = row.appearance,
            .children = {}};
}

QIcon iconOf(const FunctionRow &row)
{
    if (!row.state)
        return QIcon::fromTheme(row.icon);
    // Views ask at every paint, and the sign depends on the palette.
    static QHash<DeviceState, QIcon> signs;
    static qint64 paletteKey = 0;
    const QPalette palette = QGuiApplication::palette();
    if (std::exchange(paletteKey, palette.cacheKey()) != palette.cacheKey())
        signs.clear();
    QIcon &sign = signs[*row.state];
    if (sign.isNull())
        sign = turnoutIcon(*row.state, palette);
    return sign;
}

bool isAmong(const std::vector<FunctionRow> &rows, const FunctionRow &row)
{
    const auto it = std::ranges::lower_bound(rows, row.address, {}, &FunctionRow::address);
    return it != rows.end() && it->isSameRow(row);
}

}

FunctionTreeModel::FunctionTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

FunctionTreeModel::~FunctionTreeModel() = default;

void FunctionTreeModel::reset(const FunctionRow &machine)
{
    beginResetModel();
    m_functions.clear();
    m_machine = makeNode(machine, nullptr);
    endResetModel();
}

void FunctionTreeModel::update(const FunctionRow &machine)
{
    if (!m_machine) {
        reset(machine);
        return;
    }
    if (!m_machine->row.appearsLike(machine)) {
        m_machine->row = withoutChildren(machine);
        Q_EMIT dataChanged(indexOfNode(m_machine.get()), indexOfNode(m_machine.get(), functionColumnCount - 1));
    }
    updateChildren(*m_machine, machine.children);
}

void FunctionTreeModel::updateChildren(Node &node, const std::vector<FunctionRow> &rows)
{
    removeVanished(node, rows);
    insertNew(node, rows);
    signalChanged(node, rows);
    for (size_t i = 0; i < rows.size(); ++i)
        updateChildren(*node.children[i], rows[i].children);
}

void FunctionTreeModel::removeVanished(Node &node, const std::vector<FunctionRow> &rows)
{
    auto &children = node.children;
    for (auto last = static_cast<int>(children.size()) - 1; last >= 0; --last) {
        if (isAmong(rows, children[last]->row))
            continue;
        int first = last;
        while (first > 0 && !isAmong(rows, children[first - 1]->row))
            --first;
        beginRemoveRows(indexOfNode(&node), first, last);
        for (int i = first; i <= last; ++i)
            forget(*children[i]);
        children.erase(children.begin() + first, children.begin() + last + 1);
        node.renumberFrom(first);
        endRemoveRows();
        last = first;
    }
}

void FunctionTreeModel::insertNew(Node &node, const std::vector<FunctionRow> &rows)
{
    auto &children = node.children;
    for (size_t first = 0; first < rows.size(); ++first) {
        const auto isThere = [&](size_t row) {
            return first < children.size() && children[first]->row.isSameRow(rows[row]);
        };
        size_t end = first;
        while (end < rows.size() && !isThere(end))
            ++end;
        if (end == first)
            continue;
        beginInsertRows(indexOfNode(&node), static_cast<int>(first), static_cast<int>(end) - 1);
        std::vector<std::unique_ptr<Node>> fresh;
        for (size_t row = first; row < end; ++row)
            fresh.push_back(makeNode(rows[row], &node));
        children.insert(children.begin() + static_cast<qsizetype>(first), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
        node.renumberFrom(first);
        endInsertRows();
        first = end;
    }
}

void FunctionTreeModel::signalChanged(Node &node, const std::vector<FunctionRow> &rows)
{
    const auto differs = [&](size_t i) {
        return i < rows.size() && !node.children[i]->row.appearsLike(rows[i]);
    };
    for (size_t first = 0; first < rows.size(); ++first) {
        size_t end = first;
        for (; differs(end); ++end)
            node.children[end]->row = withoutChildren(rows[end]);
        if (end == first)
            continue;
        Q_EMIT dataChanged(indexOfNode(node.children[first].get()), indexOfNode(node.children[end - 1].get(), functionColumnCount - 1));
        first = end;
    }
}

std::unique_ptr<FunctionTreeModel::Node> FunctionTreeModel::makeNode(const FunctionRow &row, Node *parent)
{
    auto node = std::make_unique<Node>();
    node->row = withoutChildren(row);
    node->parent = parent;
    for (const FunctionRow &child : row.children)
        node->children.push_back(makeNode(child, node.get()));
    node->renumberFrom(0);
    if (row.kind == FunctionRow::Kind::Function)
        m_functions.insert(row.address, node.get());
    return node;
}

void FunctionTreeModel::forget(const Node &node)
{
    for (const auto &child : node.children)
        forget(*child);
    // A function that moved behind another bridge may already be there.
    if (const auto it = m_functions.constFind(node.row.address); it != m_functions.cend() && *it == &node)
        m_functions.erase(it);
}

FunctionTreeModel::Node *FunctionTreeModel::nodeAt(const QModelIndex &index) const
{
    return static_cast<Node *>(index.internalPointer());
}

QModelIndex FunctionTreeModel::indexOfNode(const Node *node, int column) const
{
    return createIndex(node->position, column, node);
}

QModelIndex FunctionTreeModel::indexOf(const core::PciAddress &address) const
{
    const Node *node = m_functions.value(address);
    return node ? indexOfNode(node) : QModelIndex();
}

std::optional<core::PciAddress> FunctionTreeModel::addressAt(const QModelIndex &index) const
{
    if (!index.isValid() || nodeAt(index)->row.kind != FunctionRow::Kind::Function)
        return {};
    return nodeAt(index)->row.address;
}

QModelIndex FunctionTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return indexOfNode(parent.isValid() ? nodeAt(parent)->children[row].get() : m_machine.get(), column);
}

QModelIndex FunctionTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || !nodeAt(child)->parent)
        return {};
    return indexOfNode(nodeAt(child)->parent);
}

int FunctionTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return m_machine ? 1 : 0;
    return parent.column() == 0 ? static_cast<int>(nodeAt(parent)->children.size()) : 0;
}

int FunctionTreeModel::columnCount(const QModelIndex &) const
{
    return functionColumnCount;
}

QVariant FunctionTreeModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FunctionRow &row = nodeAt(index)->row;
    switch (role) {
    case Qt::DisplayRole:
        return row.texts[index.column()];
    case Qt::DecorationRole:
        return index.column() == 0 ? iconOf(row) : QVariant();
    case Qt::ToolTipRole: // escaped rich text, so that no name is taken for markup
        return QString("<span>"_L1 + row.description.toHtmlEscaped() + "</span>"_L1);
    case Qt::AccessibleTextRole:
        return index.column() == 0 ? row.description : row.texts[index.column()];
    case Qt::FontRole: {
        QFont font;
        font.setBold(true);
        return index.column() == 0 && row.state ? font : QVariant();
    }
    case SearchRole:
        return row.searchText;
    default:
        return {};
    }
}

QVariant FunctionTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<FunctionColumn>(section)) {
    case FunctionColumn::Name:
        return i18nc("@title:column", "Function");
    case FunctionColumn::Address:
        return i18nc("@title:column", "Address");
    case FunctionColumn::Group:
        return i18nc("@title:column IOMMU group", "Group");
    case FunctionColumn::Driver:
        return i18nc("@title:column", "Driver");
    case FunctionColumn::Power:
        return i18nc("@title:column", "Power");
    case FunctionColumn::Boot:
        return i18nc("@title:column at which boots a GPU is assigned to VMs", "Assigned At");
    }
    Q_UNREACHABLE_RETURN({});
}

}
