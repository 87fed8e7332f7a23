// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapglyph.h"

#include <QPainter>
#include <QPainterPath>

namespace app
{

namespace
{
QPainterPath moon()
{
    QPainterPath disc;
    disc.addEllipse(QPointF(7.5, 8.5), 6, 6);
    QPainterPath bite;
    bite.addEllipse(QPointF(10.6, 6), 5.2, 5.2);
    return disc.subtracted(bite);
}

void paintWireless(QPainter &painter, const QColor &color)
{
    for (const qreal radius : {4.5, 8.0, 11.5})
        painter.drawArc(QRectF(8 - radius, 13 - radius, 2 * radius, 2 * radius), 50 * 16, 80 * 16);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(8, 13), 0.7, 0.7);
}

void paintUsb(QPainter &painter, const QColor &color)
{
    painter.drawLine(QPointF(8, 13.5), QPointF(8, 3));
    painter.drawPolyline(QPolygonF({{8, 11}, {4, 9}, {4, 6.5}}));
    painter.drawPolyline(QPolygonF({{8, 9}, {12, 7}, {12, 5}}));
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{8, 1}, {9.6, 3.6}, {6.4, 3.6}}));
    painter.drawEllipse(QPointF(8, 13.8), 1.1, 1.1);
    painter.drawEllipse(QPointF(4, 6), 0.7, 0.7);
    painter.drawRect(QRectF(11.3, 3.9, 1.4, 1.4));
}

void paintChip(QPainter &painter)
{
    painter.drawRoundedRect(QRectF(4, 4, 8, 8), 1, 1);
    for (const qreal at : {6.0, 10.0}) {
        painter.drawLine(QPointF(at, 1.8), QPointF(at, 4));
        painter.drawLine(QPointF(at, 12), QPointF(at, 14.2));
        painter.drawLine(QPointF(1.8, at), QPointF(4, at));
        painter.drawLine(QPointF(12, at), QPointF(14.2, at));
    }
}

void paintNetwork(QPainter &painter)
{
    painter.drawRoundedRect(QRectF(5.5, 1.8, 5, 4), 0.8, 0.8);
    painter.drawRoundedRect(QRectF(1.5, 10.2, 5, 4), 0.8, 0.8);
    painter.drawRoundedRect(QRectF(9.5, 10.2, 5, 4), 0.8, 0.8);
    painter.drawPolyline(QPolygonF({{4, 10.2}, {4, 8}, {12, 8}, {12, 10.2}}));
    painter.drawLine(QPointF(8, 5.8), QPointF(8, 8));
}

void paintInput(QPainter &painter)
{
    painter.drawRoundedRect(QRectF(1.3, 4, 13.4, 8.4), 1.2, 1.2);
    for (const qreal x : {4.0, 6.7, 9.4, 12.1})
        painter.drawPoint(QPointF(x, 6.8));
    painter.drawLine(QPointF(4.8, 9.8), QPointF(11.2, 9.8));
}

void paintGroup(QPainter &painter, const QColor &color)
{
    painter.drawRoundedRect(QRectF(1.2, 4, 13.6, 8), 2.4, 2.4);
    painter.setBrush(color);
    for (const qreal x : {4.4, 8.0, 11.6})
        painter.drawEllipse(QPointF(x, 8), 0.7, 0.7);
}

void paintStop(QPainter &painter, const QColor &color, const QColor &ground)
{
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{5.1, 1}, {10.9, 1}, {15, 5.1}, {15, 10.9}, {10.9, 15}, {5.1, 15}, {1, 10.9}, {1, 5.1}}));
    painter.setPen(QPen(ground, 2.2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(4, 8), QPointF(12, 8));
}

void paintWarning(QPainter &painter, const QColor &color, const QColor &ground)
{
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{8, 1.6}, {15, 14}, {1, 14}}));
    painter.setPen(QPen(ground, 1.7, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(8, 6), QPointF(8, 9.4));
    painter.drawPoint(QPointF(8, 12));
}

void paintReady(QPainter &painter, const QColor &color, const QColor &ground)
{
    painter.setBrush(color);
    painter.drawEllipse(QPointF(8, 8), 6.8, 6.8);
    painter.setPen(QPen(ground, 1.9, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF({{4.8, 8.3}, {7.1, 10.6}, {11.3, 5.7}}));
}

void paintSound(QPainter &painter)
{
    painter.drawPolygon(QPolygonF({{2, 6}, {4.5, 6}, {8, 3}, {8, 13}, {4.5, 10}, {2, 10}}));
    painter.drawArc(QRectF(6.5, 5, 5, 6), -60 * 16, 120 * 16);
    painter.drawArc(QRectF(6, 2.5, 8, 11), -60 * 16, 120 * 16);
}

void paintHollow(QPainter &painter, const QColor &color)
{
    QPen dashes(color, 1.6, Qt::CustomDashLine, Qt::FlatCap);
    dashes.setDashPattern({1.55, 1.3});
    painter.setPen(dashes);
    painter.drawEllipse(QPointF(8, 8), 5.8, 5.8);
}

void paintReset(QPainter &painter, const QColor &color)
{
    painter.drawArc(QRectF(2.8, 2.8, 10.4, 10.4), 60 * 16, 290 * 16);
    painter.setBrush(color);
    painter.drawPolygon(QPolygonF({{10.2, 0.8}, {13.4, 4.2}, {8.8, 5.2}}));
}
}

void paintGlyph(QPainter &painter, const QRectF &rect, Glyph glyph, const QColor &color, const QColor &ground)
{
    painter.save();
    const qreal side = std::min(rect.width(), rect.height());
    painter.translate(rect.center() - QPointF(side / 2, side / 2));
    painter.scale(side / 16, side / 16);
    painter.setPen(QPen(color, 1.35, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (glyph) {
    case Glyph::Screen:
        painter.drawRoundedRect(QRectF(1.5, 2.5, 13, 8.8), 1, 1);
        painter.drawLine(QPointF(8, 11.3), QPointF(8, 13.8));
        painter.drawLine(QPointF(4.8, 13.8), QPointF(11.2, 13.8));
        break;
    case Glyph::Moon:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPath(moon());
        break;
    case Glyph::Guest:
        painter.drawRoundedRect(QRectF(1.8, 1.8, 12.4, 12.4), 1.6, 1.6);
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(5.4, 5.4, 5.2, 5.2), 0.8, 0.8);
        break;
    case Glyph::Hollow:
        paintHollow(painter, color);
        break;
    case Glyph::Group:
        paintGroup(painter, color);
        break;
    case Glyph::Disk:
        painter.drawRoundedRect(QRectF(1.5, 4.2, 13, 7.6), 1.4, 1.4);
        painter.drawLine(QPointF(4.2, 8), QPointF(8.4, 8));
        painter.drawPoint(QPointF(11.8, 8));
        break;
    case Glyph::Network:
        paintNetwork(painter);
        break;
    case Glyph::Wireless:
        paintWireless(painter, color);
        break;
    case Glyph::Usb:
        paintUsb(painter, color);
        break;
    case Glyph::Sound:
        paintSound(painter);
        break;
    case Glyph::Chip:
        paintChip(painter);
        break;
    case Glyph::Input:
        paintInput(painter);
        break;
    case Glyph::Program:
        painter.drawRoundedRect(QRectF(1.8, 2.6, 12.4, 10.8), 1.2, 1.2);
        painter.drawLine(QPointF(1.8, 5.8), QPointF(14.2, 5.8));
        break;
    case Glyph::Reset:
        paintReset(painter, color);
        break;
    case Glyph::Twins:
        painter.drawRoundedRect(QRectF(1.5, 1.5, 9, 9), 1.2, 1.2);
        painter.drawPolyline(QPolygonF({{13, 5.5}, {14.5, 5.5}, {14.5, 14.5}, {5.5, 14.5}, {5.5, 13}}));
        break;
    case Glyph::Lock:
        painter.drawRoundedRect(QRectF(3, 7.2, 10, 7), 1.2, 1.2);
        painter.drawArc(QRectF(4.8, 2, 6.4, 8), 0, 180 * 16);
        painter.drawLine(QPointF(8, 10), QPointF(8, 11.6));
        break;
    case Glyph::Boot:
        painter.drawArc(QRectF(2.4, 2.9, 11.2, 11.2), 122 * 16, 296 * 16);
        painter.drawLine(QPointF(8, 1.6), QPointF(8, 7.6));
        break;
    case Glyph::Stop:
        paintStop(painter, color, ground);
        break;
    case Glyph::Warning:
        paintWarning(painter, color, ground);
        break;
    case Glyph::Ready:
        paintReady(painter, color, ground);
        break;
    }
    painter.restore();
}

}
