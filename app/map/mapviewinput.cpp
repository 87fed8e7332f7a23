// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Keyboard, mouse, wheel and gestures of MapView.

#include "mapview.h"

#include "maptext.h"

#include <QApplication>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace app
{

int MapView::nodeAt(const QPoint &position) const
{
    return m_map ? m_map->layout.nodeAt(mapToScene(position)) : -1;
}

int MapView::neighbor(int key) const
{
    const std::vector<MapNode> &nodes = m_map->layout.nodes;
    const int count = int(nodes.size());
    const int from = selectedNode();
    const auto next = [&](int start, int step, auto &&wanted) {
        for (int i = start; i >= 0 && i < count; i += step) {
            if (nodes[size_t(i)].function && wanted(nodes[size_t(i)]))
                return i;
        }
        return -1;
    };
    const auto any = [](const MapNode &) {
        return true;
    };
    if (from < 0 || key == Qt::Key_Home)
        return next(0, 1, any);
    if (key == Qt::Key_End)
        return next(count - 1, -1, any);
    const MapNode &now = nodes[size_t(from)];
    const auto sameDepth = [&](const MapNode &node) {
        return node.depth == now.depth;
    };
    switch (key) {
    case Qt::Key_Left:
        return now.parent >= 0 && nodes[size_t(now.parent)].function ? now.parent : -1;
    case Qt::Key_Right:
        return from + 1 < count && nodes[size_t(from + 1)].parent == from ? from + 1 : -1;
    case Qt::Key_Up:
        return next(from - 1, -1, sameDepth);
    case Qt::Key_Down:
        return next(from + 1, 1, sameDepth);
    default:
        return -1;
    }
}

void MapView::keyPressEvent(QKeyEvent *event)
{
    if (!m_map || event->modifiers().testAnyFlags(Qt::ControlModifier | Qt::AltModifier)) {
        QGraphicsView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Home:
    case Qt::Key_End:
        if (const int node = neighbor(event->key()); node >= 0)
            select(m_map->layout.nodes[size_t(node)].function->address);
        return;
    case Qt::Key_Plus:
        zoomIn();
        return;
    case Qt::Key_Minus:
        zoomOut();
        return;
    case Qt::Key_0:
        resetZoom();
        return;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

int MapView::nextGpu(int from, bool forward) const
{
    const std::vector<MapNode> &nodes = m_map->layout.nodes;
    const int step = forward ? 1 : -1;
    const int start = from < 0 && !forward ? int(nodes.size()) - 1 : from + step;
    for (int i = start; i >= 0 && i < int(nodes.size()); i += step) {
        if (nodes[size_t(i)].kind == NodeKind::Gpu)
            return i;
    }
    return -1;
}

bool MapView::focusNextPrevChild(bool next)
{
    const int gpu = m_map && hasFocus() ? nextGpu(selectedNode(), next) : -1;
    if (gpu < 0)
        return QGraphicsView::focusNextPrevChild(next);
    select(m_map->layout.nodes[size_t(gpu)].function->address);
    return true;
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QGraphicsView::mousePressEvent(event);
        return;
    }
    m_pressedAt = event->position().toPoint();
    m_moving = false;
    const int node = nodeAt(*m_pressedAt);
    if (event->button() == Qt::LeftButton && node >= 0 && m_map->layout.nodes[size_t(node)].function)
        setSelected(m_map->layout.nodes[size_t(node)].function->address);
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (!m_pressedAt)
        return;
    if (!m_moving && (position - *m_pressedAt).manhattanLength() < QApplication::startDragDistance())
        return;
    m_moving = true;
    viewport()->setCursor(Qt::ClosedHandCursor);
    move(*m_pressedAt - position);
    m_pressedAt = position;
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    const bool clicked = m_pressedAt && !m_moving && event->button() == Qt::LeftButton;
    if (clicked && nodeAt(event->position().toPoint()) < 0)
        clearSelection();
    m_pressedAt.reset();
    m_moving = false;
    viewport()->unsetCursor();
}

void MapView::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(1.2, event->angleDelta().y() / 120.0), event->position().toPoint());
    event->accept();
}

bool MapView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        showToolTip(help->pos(), help->globalPos());
        return true;
    }
    case QEvent::Gesture:
        return pinch(static_cast<QGestureEvent *>(event));
    case QEvent::NativeGesture: {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() != Qt::ZoomNativeGesture)
            break;
        zoomBy(1 + gesture->value(), gesture->position().toPoint());
        return true;
    }
    default:
        break;
    }
    return QGraphicsView::viewportEvent(event);
}

bool MapView::pinch(QGestureEvent *event)
{
    auto *gesture = static_cast<QPinchGesture *>(event->gesture(Qt::PinchGesture));
    if (!gesture)
        return false;
    zoomBy(gesture->scaleFactor(), gesture->hasHotSpot() ? viewport()->mapFromGlobal(gesture->hotSpot().toPoint()) : viewport()->rect().center());
    event->accept(gesture);
    return true;
}

void MapView::showToolTip(const QPoint &position, const QPoint &globalPosition)
{
    QString text;
    if (m_map) {
        const MapLayout &layout = m_map->layout;
        const int node = nodeAt(position);
        const GroupShape *group = layout.groupAt(mapToScene(position));
        if (node >= 0)
            text = toolTipOf(layout, layout.nodes[size_t(node)], m_map->annotations);
        else if (group)
            text = toolTipOf(*group, m_map->annotations);
    }
    QToolTip::showText(globalPosition, text, viewport());
}

void MapView::focusInEvent(QFocusEvent *event)
{
    QGraphicsView::focusInEvent(event);
    viewport()->update();
    announceSelection();
}

void MapView::focusOutEvent(QFocusEvent *event)
{
    QGraphicsView::focusOutEvent(event);
    viewport()->update();
}

void MapView::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    if (!m_topShown && m_map)
        showTop();
}

void MapView::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        m_colors = MapColors::of(palette());
        setBackgroundBrush(m_colors.canvas);
        viewport()->update();
    } else if (event->type() == QEvent::FontChange && m_map && m_map->layout.metrics != metrics()) {
        setMap(prepareMap(m_map->snapshot, m_map->annotations, metrics()));
    }
}

}
