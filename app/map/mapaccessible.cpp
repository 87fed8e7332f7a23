// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapaccessible.h"

#include "maptext.h"
#include "mapview.h"

#include <QAccessibleWidget>
#include <QPointer>

#include <algorithm>

namespace app
{

namespace
{
/// One function. It knows its address and not its node, so that it survives a refresh.
class FunctionAccessible : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    FunctionAccessible(MapView *view, const core::PciAddress &address)
        : m_view(view)
        , m_address(address)
    {
    }

    bool isValid() const override
    {
        return node() != nullptr;
    }
    QObject *object() const override
    {
        return nullptr;
    }
    QWindow *window() const override
    {
        return m_view && m_view->window() ? m_view->window()->windowHandle() : nullptr;
    }
    QAccessibleInterface *childAt(int, int) const override
    {
        return nullptr;
    }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    QAccessibleInterface *child(int) const override
    {
        return nullptr;
    }
    int childCount() const override
    {
        return 0;
    }
    int indexOfChild(const QAccessibleInterface *) const override
    {
        return -1;
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && node() ? spokenName(m_view->map()->layout, *node()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override
    {
    }
    QRect rect() const override
    {
        if (!node())
            return {};
        const QRect inView = m_view->mapFromScene(node()->rect).boundingRect();
        return {m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }
    QAccessible::Role role() const override
    {
        return QAccessible::ListItem;
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.invalid = !node();
        state.selected = m_view && m_view->selected() == m_address;
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = node() && !m_view->viewport()->rect().intersects(m_view->mapFromScene(node()->rect).boundingRect());
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override
    {
        return {setFocusAction(), pressAction()};
    }
    void doAction(const QString &) override
    {
        if (!m_view)
            return;
        m_view->setFocus();
        m_view->select(m_address);
    }
    QStringList keyBindingsForAction(const QString &) const override
    {
        return {};
    }

    const core::PciAddress &address() const
    {
        return m_address;
    }

private:
    const MapNode *node() const
    {
        if (!m_view || !m_view->map())
            return nullptr;
        const MapLayout &layout = m_view->map()->layout;
        const int index = layout.index.value(m_address, -1);
        return index < 0 ? nullptr : &layout.nodes[size_t(index)];
    }

    QPointer<MapView> m_view;
    core::PciAddress m_address;
};

class MapAccessible : public QAccessibleWidget, public QAccessibleSelectionInterface
{
public:
    explicit MapAccessible(MapView *view)
        : QAccessibleWidget(view, QAccessible::List)
        , m_view(view)
    {
    }

    ~MapAccessible() override
    {
        for (const QAccessible::Id id : std::as_const(m_children))
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override
    {
        return m_view->map() ? int(m_view->map()->layout.functions.size()) : 0;
    }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const MapLayout &layout = m_view->map()->layout;
        return childFor(layout.nodes[size_t(layout.functions[size_t(index)])].function->address);
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *function = dynamic_cast<const FunctionAccessible *>(child);
        return function ? indexOf(function->address()) : -1;
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        if (!m_view->map())
            return nullptr;
        const MapLayout &layout = m_view->map()->layout;
        const int node = layout.nodeAt(m_view->mapToScene(m_view->viewport()->mapFromGlobal(QPoint(x, y))));
        return node >= 0 && layout.nodes[size_t(node)].function ? childFor(layout.nodes[size_t(node)].function->address) : nullptr;
    }

    QAccessibleInterface *focusChild() const override
    {
        return m_view->hasFocus() && m_view->selected() ? childFor(*m_view->selected()) : nullptr;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::SelectionInterface)
            return static_cast<QAccessibleSelectionInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    int selectedItemCount() const override
    {
        return m_view->selected() ? 1 : 0;
    }
    QList<QAccessibleInterface *> selectedItems() const override
    {
        return m_view->selected() ? QList<QAccessibleInterface *>{childFor(*m_view->selected())} : QList<QAccessibleInterface *>();
    }
    bool isSelected(QAccessibleInterface *child) const override
    {
        return child && child->state().selected;
    }
    bool select(QAccessibleInterface *child) override
    {
        const auto *function = dynamic_cast<const FunctionAccessible *>(child);
        if (!function || !function->isValid())
            return false;
        m_view->select(function->address());
        return true;
    }
    bool unselect(QAccessibleInterface *child) override
    {
        return isSelected(child) && clear();
    }
    bool selectAll() override
    {
        return false; // one function at a time
    }
    bool clear() override
    {
        m_view->clearSelection();
        return true;
    }

    int indexOf(const core::PciAddress &address) const
    {
        if (!m_view->map() || !m_view->map()->layout.index.contains(address))
            return -1;
        const MapLayout &layout = m_view->map()->layout;
        return int(std::ranges::lower_bound(layout.functions, layout.index.value(address)) - layout.functions.begin());
    }

private:
    QAccessibleInterface *childFor(const core::PciAddress &address) const
    {
        auto known = m_children.constFind(address);
        if (known == m_children.constEnd())
            known = m_children.insert(address, QAccessible::registerAccessibleInterface(new FunctionAccessible(m_view, address)));
        return QAccessible::accessibleInterface(*known);
    }

    MapView *m_view; ///< outlives this: Qt deletes the interface with its object
    mutable QHash<core::PciAddress, QAccessible::Id> m_children; ///< made when asked for
};

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    return className == QLatin1String(MapView::staticMetaObject.className()) ? new MapAccessible(static_cast<MapView *>(object)) : nullptr;
}
}

void installMapAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

int accessibleChildOf(const MapView &view)
{
    const auto *accessible = dynamic_cast<MapAccessible *>(QAccessible::queryAccessibleInterface(const_cast<MapView *>(&view)));
    return accessible && view.selected() ? accessible->indexOf(*view.selected()) : -1;
}

}
