// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mappainter.h"

namespace app
{

/// Paints single nodes; see MapPainter.
class NodePainter
{
public:
    NodePainter(QPainter &painter, const MapLayout &layout, const MapColors &colors, const QFont &font, Detail detail);

    void paint(const MapNode &node);
    void paintSelection(const MapNode &node, bool focused);

private:
    enum class Weight : quint8 {
        Plain,
        Bold
    };

    void paintSmall(const MapNode &node);
    void paintDevice(const MapNode &node);
    void paintSibling(const MapNode &node);
    void paintCard(const MapNode &node);
    void paintCardBody(const MapNode &node);
    void paintHatch(const QRectF &edge);
    void paintCardFar(const MapNode &node);
    void paintCardText(const MapNode &node, QRectF beside);
    void paintReasons(const MapNode &node, QRectF below);
    QString groupNumber(const MapNode &node) const;
    QRectF paintGroupNumber(const MapNode &node, const QRectF &line);
    void paintBlockerMark(const MapNode &node);
    void box(const QRectF &rect, const QColor &fill, const QPen &border, qreal radius);
    void text(const QRectF &rect, const QString &label, const QColor &color, qreal size, Weight weight, int alignment);

    QPainter &m_painter;
    const MapLayout &m_layout;
    const MapColors &m_colors;
    QFont m_font;
    Detail m_detail;
    qreal m_line;
};

}
