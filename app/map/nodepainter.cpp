// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "nodepainter.h"

#include "app/text/devicetext.h"
#include "maptext.h"
#include "turnoutsign.h"

#include "core/pci/pciclass.h"

#include <KColorUtils>

#include <QPainter>
#include <QPainterPath>

namespace app
{

namespace
{
constexpr int left = Qt::AlignLeft | Qt::AlignVCenter;
constexpr int right = Qt::AlignRight | Qt::AlignVCenter;

Glyph glyphOf(const core::Function &function)
{
    if (core::isStorage(function))
        return Glyph::Disk;
    if (core::isNetwork(function))
        return (function.classCode >> 8) == 0x0280 ? Glyph::Wireless : Glyph::Network;
    if (core::isUsbController(function))
        return Glyph::Usb;
    if (core::isAudio(function) || (function.classCode >> 16) == 0x04)
        return Glyph::Sound;
    return Glyph::Chip;
}

Glyph glyphOf(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return Glyph::Ready;
    case core::Verdict::Caution:
        return Glyph::Warning;
    case core::Verdict::Blocked:
        return Glyph::Stop;
    }
    Q_UNREACHABLE_RETURN({});
}

bool showsPicture(const Card &card)
{
    return std::ranges::any_of(card.badges, [](const Badge &badge) {
        return badge.icon == Glyph::Screen;
    });
}
}

NodePainter::NodePainter(QPainter &painter, const MapLayout &layout, const MapColors &colors, const QFont &font, Detail detail)
    : m_painter(painter)
    , m_layout(layout)
    , m_colors(colors)
    , m_font(font)
    , m_detail(detail)
    , m_line(layout.metrics.line)
{
}

void NodePainter::paint(const MapNode &node)
{
    if (m_detail == Detail::Dots) {
        m_painter.fillRect(node.rect, node.card >= 0 ? m_colors.tone(m_layout.cards[size_t(node.card)].verdict) : m_colors.node);
        return;
    }
    switch (node.kind) {
    case NodeKind::RootBus:
    case NodeKind::Port:
    case NodeKind::Minor:
        paintSmall(node);
        break;
    case NodeKind::Sibling:
        paintSibling(node);
        break;
    case NodeKind::Device:
        paintDevice(node);
        break;
    case NodeKind::Gpu:
        paintCard(node);
        break;
    }
    if (node.blocksGroup)
        paintBlockerMark(node);
}

void NodePainter::paintSelection(const MapNode &node, bool focused)
{
    const qreal grow = 0.12 * m_line;
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(m_colors.accent, (focused ? 0.22 : 0.14) * m_line));
    m_painter.drawRoundedRect(node.rect.adjusted(-grow, -grow, grow, grow), 0.45 * m_line, 0.45 * m_line);
}

void NodePainter::box(const QRectF &rect, const QColor &fill, const QPen &border, qreal radius)
{
    m_painter.setBrush(fill);
    m_painter.setPen(border);
    m_painter.drawRoundedRect(rect, radius, radius);
}

void NodePainter::text(const QRectF &rect, const QString &label, const QColor &color, qreal size, Weight weight, int alignment)
{
    QFont font = m_font;
    font.setPointSizeF(font.pointSizeF() * size);
    if (weight == Weight::Bold)
        font.setWeight(QFont::DemiBold);
    m_painter.setFont(font);
    m_painter.setPen(color);
    m_painter.drawText(rect, alignment | Qt::TextSingleLine, QFontMetricsF(font).elidedText(label, Qt::ElideRight, rect.width()));
}

void NodePainter::paintSmall(const MapNode &node)
{
    const bool isPort = node.kind == NodeKind::Port;
    const bool isRoot = node.kind == NodeKind::RootBus;
    const qreal radius = isPort ? node.rect.height() / 2 : 0.3 * m_line;
    const QColor fill = isRoot ? KColorUtils::mix(m_colors.canvas, m_colors.text, 0.75) : isPort ? m_colors.node : m_colors.minor;
    box(node.rect, fill, Qt::NoPen, radius);
    if (m_detail == Detail::Far)
        return;
    const qreal indent = (isPort ? 0.85 : 0.5) * m_line;
    const QRectF inner = node.rect.adjusted(indent, 0.1 * m_line, -0.4 * m_line, -0.1 * m_line);
    const QColor color = isRoot ? m_colors.canvas : isPort ? m_colors.text : m_colors.dimText;
    if (m_detail == Detail::Middle) {
        text(inner, isRoot ? node.title : titleOf(node), color, 1.15, Weight::Plain, left);
        return;
    }
    const qreal half = inner.height() / 2;
    text(QRectF(inner.left(), inner.top(), inner.width(), half), titleOf(node), color, 0.88, isPort || isRoot ? Weight::Bold : Weight::Plain, left);
    text(QRectF(inner.left(), inner.top() + half, inner.width(), half),
         subtitleOf(node),
         isRoot ? m_colors.canvas : m_colors.dimText,
         0.8,
         Weight::Plain,
         left);
    paintGroupNumber(node, QRectF(inner.left(), inner.top(), inner.width(), half));
}

/// Empty where the outline of the group carries its name.
QString NodePainter::groupNumber(const MapNode &node) const
{
    if (!node.function || !node.function->group)
        return {};
    const auto group = std::ranges::lower_bound(m_layout.groups, *node.function->group, {}, &GroupShape::id);
    return group == m_layout.groups.end() || group->named() ? QString() : QString::number(core::number(group->id));
}

/// Returns the part of `line` that stays free.
QRectF NodePainter::paintGroupNumber(const MapNode &node, const QRectF &line)
{
    const QString number = groupNumber(node);
    if (number.isEmpty())
        return line;
    text(line, number, m_colors.dimText, 0.76, Weight::Plain, right);
    return line.adjusted(0, 0, -1.7 * m_line, 0);
}

void NodePainter::paintDevice(const MapNode &node)
{
    box(node.rect, m_colors.node, Qt::NoPen, 0.3 * m_line);
    const qreal side = (m_detail == Detail::Far ? 2.1 : 1.3) * m_line;
    const QRectF icon(node.rect.left() + 0.5 * m_line, node.rect.center().y() - side / 2, side, side);
    paintGlyph(m_painter, icon, glyphOf(*node.function), m_colors.dimText, m_colors.node);
    if (m_detail == Detail::Far)
        return;
    const QRectF inner(icon.right() + 0.5 * m_line,
                       node.rect.top() + 0.12 * m_line,
                       node.rect.right() - icon.right() - m_line,
                       node.rect.height() - 0.24 * m_line);
    if (m_detail == Detail::Middle) {
        text(inner, titleOf(node), m_colors.text, 1.3, Weight::Plain, left);
        return;
    }
    const qreal half = inner.height() / 2;
    text(paintGroupNumber(node, QRectF(inner.left(), inner.top(), inner.width(), half)), titleOf(node), m_colors.text, 0.95, Weight::Plain, left);
    text(QRectF(inner.left(), inner.top() + half, inner.width(), half), subtitleOf(node), m_colors.dimText, 0.82, Weight::Plain, left);
}

void NodePainter::paintSibling(const MapNode &node)
{
    box(node.rect, m_colors.node, Qt::NoPen, 0.3 * m_line);
    if (m_detail == Detail::Far)
        return;
    const qreal side = 1.1 * m_line;
    const QRectF icon(node.rect.left() + 0.55 * m_line, node.rect.center().y() - side / 2, side, side);
    paintGlyph(m_painter, icon, glyphOf(*node.function), m_colors.dimText, m_colors.node);
    QRectF inner = node.rect.adjusted(2.1 * m_line, 0, -0.5 * m_line, 0);
    if (m_detail == Detail::Near)
        inner = paintGroupNumber(node, inner);
    text(inner, titleOf(node), m_colors.text, 0.85, Weight::Plain, left);
}

void NodePainter::paintBlockerMark(const MapNode &node)
{
    const qreal grow = 0.04 * m_line;
    box(node.rect.adjusted(-grow, -grow, grow, grow), Qt::transparent, QPen(m_colors.negative, 0.12 * m_line), 0.3 * m_line);
    const qreal side = 1.1 * m_line;
    const QRectF corner(node.rect.right() - side / 2, node.rect.top() - side / 2, side, side);
    paintGlyph(m_painter, corner, Glyph::Stop, m_colors.negative, m_colors.canvas);
}

void NodePainter::paintCard(const MapNode &node)
{
    paintCardBody(node);
    if (m_detail == Detail::Far) {
        paintCardFar(node);
        return;
    }
    const MapMetrics &metrics = m_layout.metrics;
    const QRectF inner = node.rect.adjusted(metrics.cardPad(), metrics.cardPad(), -metrics.cardPad(), -metrics.cardPad());
    const DeviceState state = deviceState(*node.function);
    const QRectF sign(inner.topLeft(), QSizeF(metrics.sign(), metrics.sign()));
    paintTurnoutSign(m_painter, sign, state, SignColors::of(m_colors.palette, state));
    paintCardText(node, QRectF(QPointF(sign.right() + 0.7 * m_line, sign.top()), QPointF(inner.right(), sign.bottom())));
    paintReasons(node, QRectF(QPointF(inner.left(), sign.bottom() + 0.3 * m_line), inner.bottomRight()));
}

void NodePainter::paintCardBody(const MapNode &node)
{
    const core::Function &gpu = *node.function;
    const DeviceState state = deviceState(gpu);
    QPen border(m_colors.cardBorder, 0.09 * m_line);
    QColor fill = m_colors.card;
    if (state == DeviceState::Suspended) {
        border.setDashPattern({5, 3});
        fill = KColorUtils::mix(m_colors.canvas, m_colors.text, 0.03);
    } else if (state == DeviceState::Unbound) {
        border.setStyle(Qt::DotLine);
        fill = Qt::transparent;
    }
    if (core::isOnVfio(gpu)) {
        border.setColor(m_colors.accent);
        border.setWidthF(0.16 * m_line);
    }
    box(node.rect, fill, border, 0.5 * m_line);
    if (core::isOnVfio(gpu))
        paintHatch(QRectF(node.rect.right() - 0.75 * m_line, node.rect.top(), 0.75 * m_line, node.rect.height())
                       .adjusted(0, 0.1 * m_line, -0.1 * m_line, -0.1 * m_line));
}

/// A hatched edge marks an assigned GPU without color, too.
void NodePainter::paintHatch(const QRectF &edge)
{
    m_painter.save();
    QPainterPath clip;
    clip.addRoundedRect(edge.adjusted(-m_line, 0, 0, 0), 0.4 * m_line, 0.4 * m_line);
    QPainterPath stripe;
    stripe.addRect(edge);
    QPainterPath lines;
    for (qreal y = edge.top(); y < edge.bottom() + edge.width(); y += 0.45 * m_line) {
        lines.moveTo(edge.left(), y);
        lines.lineTo(edge.right(), y - edge.width());
    }
    m_painter.setClipPath(clip.intersected(stripe), Qt::IntersectClip);
    m_painter.strokePath(lines, QPen(m_colors.accent, 0.12 * m_line));
    m_painter.restore();
}

void NodePainter::paintCardFar(const MapNode &node)
{
    const core::Function &gpu = *node.function;
    const Card &card = m_layout.cards[size_t(node.card)];
    const DeviceState state = deviceState(gpu);
    const qreal side = std::min(node.rect.height(), node.rect.width() / 2) * 0.86;
    const QRectF sign(node.rect.left() + 0.4 * m_line, node.rect.center().y() - side / 2, side, side);
    paintTurnoutSign(m_painter, sign, state, SignColors::of(m_colors.palette, state));
    const qreal glyph = side * 0.7;
    paintGlyph(m_painter,
               QRectF(sign.right() + 0.8 * m_line, node.rect.center().y() - glyph / 2, glyph, glyph),
               glyphOf(card.verdict),
               m_colors.tone(card.verdict),
               m_colors.card);
    if (showsPicture(card))
        paintGlyph(m_painter,
                   QRectF(sign.right() + 1.6 * m_line + glyph, node.rect.center().y() - glyph / 2, glyph, glyph),
                   Glyph::Screen,
                   m_colors.text,
                   m_colors.card);
}

void NodePainter::paintCardText(const MapNode &node, QRectF beside)
{
    if (m_detail == Detail::Middle) {
        text(beside, titleOf(node), m_colors.text, 1.3, Weight::Bold, left);
        return;
    }
    const core::Function &gpu = *node.function;
    if (showsPicture(m_layout.cards[size_t(node.card)])) {
        const qreal side = 1.9 * m_line;
        const QRectF corner(beside.right() - side - 0.1 * m_line, beside.bottom() - side - 0.05 * m_line, side, side);
        paintGlyph(m_painter, corner, Glyph::Screen, m_colors.text, m_colors.card);
    }
    const qreal third = beside.height() / 3;
    const auto lineAt = [&](int index, qreal width) {
        return QRectF(beside.left(), beside.top() + index * third, width, third);
    };
    text(lineAt(0, beside.width()), titleOf(node), m_colors.text, 1.12, Weight::Bold, left);
    text(lineAt(1, beside.width() - 2.2 * m_line), subtitleOf(node), m_colors.dimText, 0.9, Weight::Plain, left);
    QStringList place;
    if (gpu.group)
        place += groupText(*gpu.group);
    if (const QString link = currentLink(gpu); !link.isEmpty())
        place += link;
    text(lineAt(2, beside.width() - 2.2 * m_line), place.join(QStringLiteral(" · ")), m_colors.dimText, 0.9, Weight::Plain, left);
}

void NodePainter::paintReasons(const MapNode &node, QRectF below)
{
    const Card &card = m_layout.cards[size_t(node.card)];
    const qreal height = m_layout.metrics.badge();
    const qreal side = 1.05 * m_line;
    qreal y = below.top();
    const auto line = [&](Glyph glyph, const QColor &color, const QString &label, Weight weight) {
        paintGlyph(m_painter, QRectF(below.left() + 0.1 * m_line, y + (height - side) / 2, side, side), glyph, color, m_colors.card);
        text(QRectF(below.left() + side + 0.6 * m_line, y, below.width() - side - 0.8 * m_line, height),
             label,
             m_colors.text,
             m_detail == Detail::Near ? 0.92 : 1.1,
             weight,
             left);
        y += height;
    };
    line(glyphOf(card.verdict), m_colors.tone(card.verdict), verdictText(card.verdict, core::isOnVfio(*node.function)), Weight::Bold);
    for (const Badge &badge : card.badges)
        line(badge.icon, m_colors.tone(badge.severity), badge.text, Weight::Plain);
}

}
