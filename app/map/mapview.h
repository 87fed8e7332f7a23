// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mapcolors.h"
#include "maplayout.h"

#include <QGraphicsView>

#include <optional>

class QGestureEvent;

namespace app
{

class MapItem;

/// The machine map. Click or arrow keys select a function, Tab goes from GPU to GPU, Ctrl and the wheel or two fingers
/// zoom, dragging moves.
class MapView : public QGraphicsView
{
    Q_OBJECT

public:
    explicit MapView(QWidget *parent = nullptr);
    ~MapView() override;

    /// Shows a map made for metrics(). Zoom, scroll position, search and selection stay; a function that is gone is
    /// deselected.
    void setMap(std::shared_ptr<const PreparedMap> map);
    /// For prepareMap() on a worker thread.
    MapMetrics metrics() const;
    /// Null before the first map.
    const PreparedMap *map() const
    {
        return m_map.get();
    }

    std::optional<core::PciAddress> selected() const;

public Q_SLOTS:
    /// Selects and scrolls into view. An unknown function clears the selection.
    void select(const core::PciAddress &address);
    void clearSelection();
    /// The whole map, as large as fits.
    void fit();
    /// The top of the map at a readable size, for a machine that was not shown before.
    void showTop();
    void zoomIn();
    void zoomOut();
    void resetZoom();
    /// Dims functions that do not match and shows the first match; empty: ends the search.
    void setSearch(const QString &text);

Q_SIGNALS:
    void selectionChanged(std::optional<core::PciAddress> address);

protected:
    void drawForeground(QPainter *painter, const QRectF &exposed) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    friend class MapItem;

    int nodeAt(const QPoint &position) const;
    int selectedNode() const;
    void setSelected(std::optional<core::PciAddress> address);
    void reveal(int node);
    void announceSelection();
    /// The point at `about` in the viewport stays there.
    void zoomBy(qreal factor, const QPoint &about);
    void move(const QPoint &by);
    void updateMatches();
    /// The function to which the arrow key leads from the selected one; -1: none.
    int neighbor(int key) const;
    int nextGpu(int from, bool forward) const;
    void showToolTip(const QPoint &position, const QPoint &globalPosition);
    bool pinch(QGestureEvent *event);

    std::shared_ptr<const PreparedMap> m_map;
    MapItem *m_item; ///< owned by the scene
    MapColors m_colors;
    std::optional<core::PciAddress> m_selected;
    QString m_search;
    std::vector<bool> m_dimmed;
    bool m_topShown = false;
    std::optional<QPoint> m_pressedAt;
    bool m_moving = false;
};

}
