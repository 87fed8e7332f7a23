// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace app
{

/// Small drawings in one line weight. Not from an icon theme, so that they scale with the map and exports look the same
/// everywhere.
enum class Glyph : quint8 {
    Screen,
    Moon,
    Guest,
    Hollow,
    Group,
    Disk,
    Network,
    Wireless,
    Usb,
    Sound,
    Chip,
    Input,
    Program,
    Reset,
    Twins,
    Lock,
    Boot,
    Stop,
    Warning,
    Ready,
};

/// `ground` fills the holes of filled glyphs.
void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const QColor &color, const QColor &ground);

}
