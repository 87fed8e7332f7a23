// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapview.h"

#include "mapaccessible.h"
#include "mappainter.h"
#include "maptext.h"

#include <KLocalizedString>

#include <QAccessible>
#include <QGraphicsItem>
#include <QPainter>
#include <QScrollBar>
#include <QStyleOptionGraphicsItem>

#include <algorithm>
#include <cmath>

namespace app
{

namespace
{
constexpr qreal zoomStep = 1.2;
constexpr qreal smallestScale = 0.05;
constexpr qreal largestScale = 4;
}

/// The whole map as one item: painting the exposed part of a vector is cheaper than ten thousand items, and a new
/// snapshot rebuilds nothing.
class MapItem : public QGraphicsItem
{
public:
    explicit MapItem(const MapView &view)
        : m_view(view)
    {
        setFlag(QGraphicsItem::ItemUsesExtendedStyleOption); // for a small exposedRect
    }

    QRectF boundingRect() const override
    {
        return m_bounds;
    }

    void setBounds(const QRectF &bounds)
    {
        if (bounds != m_bounds) {
            prepareGeometryChange();
            m_bounds = bounds;
        }
        update();
    }

    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *) override
    {
        if (!m_view.m_map)
            return;
        const MapLayout &layout = m_view.m_map->layout;
        const Detail detail = detailFor(layout.metrics, QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()));
        MapPainter(*painter, layout, m_view.m_colors, m_view.font())
            .paint({option->exposedRect, detail, m_view.selectedNode(), m_view.hasFocus(), m_view.m_dimmed});
    }

private:
    const MapView &m_view;
    QRectF m_bounds;
};

MapView::MapView(QWidget *parent)
    : QGraphicsView(parent)
    , m_item(new MapItem(*this))
    , m_colors(MapColors::of(palette()))
{
    installMapAccessibility();
    auto *scene = new QGraphicsScene(this);
    scene->setItemIndexMethod(QGraphicsScene::NoIndex);
    scene->addItem(m_item);
    setScene(scene);
    setAlignment(Qt::AlignLeft | Qt::AlignTop);
    setFrameShape(QFrame::NoFrame);
    setTransformationAnchor(NoAnchor);
    setBackgroundBrush(m_colors.canvas);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->grabGesture(Qt::PinchGesture);
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Machine map"));
    setAccessibleDescription(i18nc("@info accessible description", "Arrow keys move along the tree. Tab moves to the next GPU."));
}

MapView::~MapView() = default;

MapMetrics MapView::metrics() const
{
    return MapMetrics::of(font());
}

void MapView::setMap(std::shared_ptr<const PreparedMap> map)
{
    const int before = selectedNode();
    const QPoint was = before >= 0 ? mapFromScene(m_map->layout.nodes[size_t(before)].rect.topLeft()) : QPoint();
    const bool anchored = before >= 0 && viewport()->rect().contains(was);

    m_map = std::move(map);
    const qreal margin = m_map->layout.metrics.line;
    m_item->setBounds(m_map->layout.bounds);
    setSceneRect(m_map->layout.bounds.adjusted(-margin, -margin, margin, margin));
    updateMatches();

    const int after = selectedNode();
    // The selected function stays where it is, even when something above it came or went.
    if (anchored && after >= 0)
        move(mapFromScene(m_map->layout.nodes[size_t(after)].rect.topLeft()) - was);
    if (m_selected && after < 0)
        setSelected(std::nullopt);
    if (!m_topShown && isVisible())
        showTop();
}

void MapView::drawForeground(QPainter *painter, const QRectF &)
{
    if (!m_map || !m_map->layout.functions.empty())
        return;
    painter->save();
    painter->resetTransform();
    painter->setPen(m_colors.dimText);
    painter->drawText(viewport()->rect(), Qt::AlignCenter, i18nc("@info", "This machine has no PCI functions."));
    painter->restore();
}

std::optional<core::PciAddress> MapView::selected() const
{
    return m_selected;
}

int MapView::selectedNode() const
{
    return m_map && m_selected ? m_map->layout.index.value(*m_selected, -1) : -1;
}

void MapView::select(const core::PciAddress &address)
{
    if (!m_map || !m_map->layout.index.contains(address)) {
        clearSelection();
        return;
    }
    reveal(m_map->layout.index.value(address));
    setSelected(address);
}

void MapView::clearSelection()
{
    setSelected(std::nullopt);
}

void MapView::setSelected(std::optional<core::PciAddress> address)
{
    if (address == m_selected)
        return;
    m_selected = address;
    viewport()->update();
    announceSelection();
    Q_EMIT selectionChanged(m_selected);
}

void MapView::announceSelection()
{
    const int child = accessibleChildOf(*this);
    QAccessibleEvent selection(this, QAccessible::SelectionWithin);
    QAccessible::updateAccessibility(&selection);
    if (child < 0 || !hasFocus())
        return;
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(child);
    QAccessible::updateAccessibility(&focus);
}

void MapView::reveal(int node)
{
    const QRectF rect = m_map->layout.nodes[size_t(node)].rect;
    if (!mapToScene(viewport()->rect()).boundingRect().contains(rect))
        ensureVisible(rect, 40, 40);
}

void MapView::move(const QPoint &by)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + by.y());
}

void MapView::showTop()
{
    // Readable, and as wide as fits. GPUs come first, so they are in view.
    m_topShown = true;
    const qreal width = sceneRect().width();
    const qreal scale = width > 0 ? std::clamp(viewport()->width() / width, 0.7, 1.0) : 1;
    setTransform(QTransform::fromScale(scale, scale));
    horizontalScrollBar()->setValue(horizontalScrollBar()->minimum());
    verticalScrollBar()->setValue(verticalScrollBar()->minimum());
}

void MapView::fit()
{
    m_topShown = true;
    fitInView(sceneRect(), Qt::KeepAspectRatio);
    if (transform().m11() > 1.5)
        setTransform(QTransform::fromScale(1.5, 1.5));
}

void MapView::zoomIn()
{
    zoomBy(zoomStep, viewport()->rect().center());
}

void MapView::zoomOut()
{
    zoomBy(1 / zoomStep, viewport()->rect().center());
}

void MapView::resetZoom()
{
    zoomBy(1 / transform().m11(), viewport()->rect().center());
}

void MapView::zoomBy(qreal factor, const QPoint &about)
{
    const qreal now = transform().m11();
    const qreal wanted = std::clamp(now * factor, smallestScale, largestScale);
    const QPointF place = mapToScene(about);
    scale(wanted / now, wanted / now);
    move(mapFromScene(place) - about);
}

void MapView::setSearch(const QString &text)
{
    m_search = text.simplified();
    updateMatches();
    const auto first = std::ranges::find(m_dimmed, false);
    if (!m_search.isEmpty() && first != m_dimmed.end())
        reveal(int(first - m_dimmed.begin()));
}

void MapView::updateMatches()
{
    m_dimmed.clear();
    if (m_map && !m_search.isEmpty()) {
        for (const MapNode &node : m_map->layout.nodes)
            m_dimmed.push_back(!node.function || !matches(*node.function, m_search));
    }
    viewport()->update();
}

}
