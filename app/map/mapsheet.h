// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mappainter.h"

namespace app
{

/// The map on paper: title above, legend below. In logical pixels.
class MapSheet
{
public:
    MapSheet(const core::Snapshot &snapshot, const Annotations &annotations, const QPalette &palette, const QFont &font);

    QSizeF size() const
    {
        return m_size;
    }
    void paint(QPainter &painter) const;

private:
    void paintTitle(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;

    const core::Snapshot &m_snapshot;
    QFont m_font;
    MapLayout m_layout;
    MapColors m_colors;
    QSizeF m_size;
};

}
