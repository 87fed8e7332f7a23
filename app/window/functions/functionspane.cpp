// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionspane.h"

#include "functiontreemodel.h"

#include <KLocalizedString>

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

namespace app
{

namespace
{

/// A tree with more rows is no help when it is fully expanded.
constexpr int expandedRows = 400;

/// The least width of the name, in letters, before other columns are shown.
constexpr int nameLetters = 28;

struct FactColumn {
    FunctionColumn column;
    int letters; ///< its width
};
/// In the order in which they get space.
constexpr std::array factColumns{
    FactColumn{FunctionColumn::Address, 10},
    FactColumn{FunctionColumn::Boot, 12},
    FactColumn{FunctionColumn::Group, 8},
    FactColumn{FunctionColumn::Driver, 14},
    FactColumn{FunctionColumn::Power, 10},
};

int rowsBelow(const QAbstractItemModel &model, const QModelIndex &parent)
{
    int rows = model.rowCount(parent);
    for (int row = model.rowCount(parent) - 1; row >= 0 && rows <= expandedRows; --row)
        rows += rowsBelow(model, model.index(row, 0, parent));
    return rows;
}

}

FunctionsPane::FunctionsPane(FunctionTreeModel *model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_filter(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
{
    m_filter->setSourceModel(model);
    m_filter->setFilterRole(FunctionTreeModel::SearchRole);
    m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);

    m_search->setPlaceholderText(i18nc("@info:placeholder", "Search name, address, driver, group…"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(i18nc("@label:textbox", "Search functions"));
    m_search->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &FunctionsPane::search);
    connect(m_search, &QLineEdit::returnPressed, this, &FunctionsPane::goToFirstMatch);

    m_tree->setModel(m_filter);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(m_tree->indentation() * 2 / 3);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAccessibleName(i18nc("@label", "Functions of this machine"));
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(static_cast<int>(FunctionColumn::Name), QHeaderView::Stretch);
    for (const auto &[column, letters] : factColumns)
        m_tree->header()->resizeSection(static_cast<int>(column), letters * fontMetrics().averageCharWidth());
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &FunctionsPane::currentChanged);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &FunctionsPane::expandInserted);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_search);
    layout->addWidget(m_tree);
    setFocusProxy(m_search);
}

void FunctionsPane::select(const std::optional<core::PciAddress> &address)
{
    const QModelIndex source = address ? m_model->indexOf(*address) : m_model->index(0, 0);
    const QModelIndex index = m_filter->mapFromSource(source);
    if (index == m_tree->currentIndex().siblingAtColumn(0))
        return;
    const QScopedValueRollback guard(m_selecting, true);
    m_tree->setCurrentIndex(index);
    if (!index.isValid())
        m_tree->clearSelection();
}

void FunctionsPane::expandAll()
{
    if (rowsBelow(*m_filter, {}) <= expandedRows)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(0);
}

void FunctionsPane::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void FunctionsPane::search(const QString &text)
{
    // Recursive only while it filters: a recursive filter visits all ancestors of each row that changes. In this order, so
    // that no row is hidden in between.
    const QString wanted = text.trimmed();
    if (!wanted.isEmpty())
        m_filter->setRecursiveFilteringEnabled(true);
    m_filter->setFilterFixedString(wanted);
    if (wanted.isEmpty()) {
        m_filter->setRecursiveFilteringEnabled(false);
        expandAll();
    } else {
        m_tree->expandAll();
    }
    m_tree->scrollTo(m_tree->currentIndex());
    Q_EMIT searchChanged(wanted);
}

void FunctionsPane::goToFirstMatch()
{
    const auto matches =
        m_filter->match(m_filter->index(0, 0), FunctionTreeModel::SearchRole, m_search->text().trimmed(), 1, Qt::MatchContains | Qt::MatchRecursive);
    if (!matches.isEmpty())
        m_tree->setCurrentIndex(matches.first());
}

void FunctionsPane::currentChanged(const QModelIndex &current)
{
    if (!m_selecting && current.isValid())
        Q_EMIT selectionChanged(m_model->addressAt(m_filter->mapToSource(current)));
}

void FunctionsPane::expandInserted(const QModelIndex &parent, int first, int last)
{
    if (!m_tree->isExpanded(parent))
        return;
    for (int row = first; row <= last; ++row)
        m_tree->expandRecursively(m_filter->index(row, 0, parent));
}

void FunctionsPane::setBootColumnShown(bool shown)
{
    if (std::exchange(m_bootColumnShown, shown) != shown)
        chooseColumns();
}

void FunctionsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    chooseColumns();
}

void FunctionsPane::chooseColumns()
{
    const int letter = fontMetrics().averageCharWidth();
    int room = width() - nameLetters * letter;
    for (const auto &[column, letters] : factColumns) {
        if (column == FunctionColumn::Boot && !m_bootColumnShown) {
            m_tree->setColumnHidden(static_cast<int>(column), true);
            continue;
        }
        room -= letters * letter;
        m_tree->setColumnHidden(static_cast<int>(column), room < 0);
    }
}

bool FunctionsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        m_tree->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}
