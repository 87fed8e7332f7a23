// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "turnoutsign.h"

#include <KColorUtils>

#include <QPainter>
#include <QPainterPath>

namespace app
{

namespace
{
// All on a square of 100 units; the track comes in from the left at half height.
constexpr qreal trackY = 50;

QPainterPath entry(qreal to)
{
    QPainterPath path(QPointF(0, trackY));
    path.lineTo(to, trackY);
    return path;
}

QPainterPath straight(qreal from)
{
    QPainterPath path(QPointF(from, trackY));
    path.lineTo(91, trackY);
    return path;
}

QPainterPath diverging(qreal from)
{
    QPainterPath path(QPointF(from, trackY));
    path.cubicTo(from + 26, trackY, from + 24, 19, from + 52, 19);
    path.lineTo(91, 19);
    return path;
}

QPainterPath siding()
{
    QPainterPath path(QPointF(14, trackY));
    path.cubicTo(34, trackY, 30, 78, 50, 78);
    path.lineTo(86, 78);
    return path;
}

QPen pen(const QColor &color, qreal width)
{
    return QPen(color, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
}

/// A route that is set: rails on sleepers where there is room for them, else one thick line.
void strokeRoute(QPainter &painter, const QPainterPath &path, const SignColors &colors, bool detailed)
{
    if (!detailed) {
        painter.strokePath(path, pen(colors.route, 13));
        return;
    }
    QPen sleepers(KColorUtils::mix(colors.plate, colors.route, 0.55), 23, Qt::CustomDashLine, Qt::FlatCap);
    sleepers.setDashPattern({4.0 / 23, 6.0 / 23});
    painter.strokePath(path, sleepers);
    painter.strokePath(path, pen(colors.route, 15));
    painter.strokePath(path, pen(colors.plate, 6));
}

void strokeIdle(QPainter &painter, const QPainterPath &path, const SignColors &colors)
{
    painter.strokePath(path, pen(colors.idle, 5));
}

void paintParked(QPainter &painter, const SignColors &colors, bool detailed)
{
    strokeIdle(painter, entry(91), colors);
    QPen track = pen(colors.route, detailed ? 6 : 9);
    painter.strokePath(siding(), track);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.route);
    painter.drawRoundedRect(QRectF(48, 61, 30, 17), 4, 4); // the wagon
    painter.drawRect(QRectF(84, 62, 6, 28)); // the buffer stop
    QPainterPath disc;
    disc.addEllipse(QPointF(72, 25), 15, 15);
    QPainterPath bite;
    bite.addEllipse(QPointF(80, 19), 13, 13);
    painter.drawPath(disc.subtracted(bite));
}

void paintUnbound(QPainter &painter, const SignColors &colors)
{
    painter.strokePath(entry(22), pen(colors.route, 13));
    QPen dashes(colors.idle, 6, Qt::CustomDashLine, Qt::FlatCap);
    dashes.setDashPattern({1.5, 1.2});
    painter.strokePath(straight(36), dashes);
    painter.strokePath(diverging(36), dashes);
}
}

SignColors SignColors::of(const QPalette &palette, DeviceState state)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    const QColor accent = palette.color(QPalette::Highlight);
    SignColors colors{KColorUtils::mix(base, text, 0.08), KColorUtils::mix(base, text, 0.3), text, KColorUtils::mix(base, text, 0.4)};
    switch (state) {
    case DeviceState::Host:
        break;
    case DeviceState::Assigned:
        colors.route = accent;
        colors.border = accent;
        colors.plate = KColorUtils::mix(base, accent, 0.12);
        break;
    case DeviceState::Suspended:
        colors.route = KColorUtils::mix(base, text, 0.65);
        break;
    case DeviceState::Unbound:
        colors.plate = base;
        colors.route = KColorUtils::mix(base, text, 0.55);
        break;
    }
    return colors;
}

void paintTurnoutSign(QPainter &painter, const QRectF &rect, DeviceState state, const SignColors &colors)
{
    const qreal side = std::min(rect.width(), rect.height());
    // Device pixels decide how much detail helps.
    const bool detailed = side * painter.worldTransform().m11() >= 36;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center() - QPointF(side / 2, side / 2));
    painter.scale(side / 100, side / 100);

    QPen outline(colors.border, 3);
    if (state == DeviceState::Unbound)
        outline.setStyle(Qt::DotLine);
    painter.setPen(outline);
    painter.setBrush(colors.plate);
    QPainterPath plate;
    plate.addRoundedRect(QRectF(1.5, 1.5, 97, 97), 18, 18);
    painter.drawPath(plate);

    switch (state) {
    case DeviceState::Host:
        strokeIdle(painter, diverging(26), colors);
        strokeRoute(painter, entry(91), colors, detailed);
        break;
    case DeviceState::Assigned: {
        strokeIdle(painter, straight(46), colors);
        QPainterPath route = entry(20);
        route.connectPath(diverging(20));
        strokeRoute(painter, route, colors, detailed);
        break;
    }
    case DeviceState::Suspended:
        paintParked(painter, colors, detailed);
        break;
    case DeviceState::Unbound:
        paintUnbound(painter, colors);
        break;
    }
    painter.restore();
}

QIcon turnoutIcon(DeviceState state, const QPalette &palette)
{
    QIcon icon;
    for (const int size : {16, 22, 32, 48, 64, 128}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paintTurnoutSign(painter, pixmap.rect(), state, SignColors::of(palette, state));
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

}
