// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mapcolors.h"
#include "maplayout.h"

#include <QFont>
#include <QPainterPath>

#include <vector>

class QPainter;

namespace app
{

/// How much of a node is drawn, by how large a line of text comes out.
enum class Detail : quint8 {
    Dots, ///< too small for any shape: colors
    Far, ///< shapes, signs and group colors
    Middle, ///< names
    Near, ///< everything
};

struct MapPaint {
    QRectF exposed; ///< what lies outside may be left out
    Detail detail = Detail::Near;
    int selected = -1; ///< index of a node
    bool focused = false; ///< the view has the keyboard
    std::vector<bool> dimmed; ///< by node: does not match the search; empty: no search
};

/// For a painter that shows one logical pixel as `scale` device pixels.
Detail detailFor(const MapMetrics &metrics, qreal scale);

/// Paints a layout, in the view and into files alike.
class MapPainter
{
public:
    MapPainter(QPainter &painter, const MapLayout &layout, const MapColors &colors, const QFont &font);

    void paint(const MapPaint &what);

private:
    void paintGroups(const MapPaint &what);
    void paintTie(const QRectF &above, const QRectF &below);
    void paintGroupPart(const GroupShape &group, qsizetype part, const MapPaint &what);
    void paintLinks(const MapPaint &what);
    void paintTrack(const QPainterPath &path, const MapNode &to);
    void paintMainTracks(const std::vector<QPainterPath> &paths, Detail detail);

    QPainter &m_painter;
    const MapLayout &m_layout;
    const MapColors &m_colors;
    QFont m_font;
};

}
