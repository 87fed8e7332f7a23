// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mappainter.h"

#include "app/text/devicetext.h"
#include "nodepainter.h"

#include "core/pci/pciclass.h"

#include <KColorUtils>
#include <KLocalizedString>

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace app
{

namespace
{
/// The text on the outline of a group: its number and size.
QString headerText(const GroupShape &group, bool first)
{
    const QString number = groupText(group.id);
    if (!first)
        return i18nc("@info the outline of a group that is drawn in several parts, %1 is like 'Group 14'", "%1, continued", number);
    return i18nc("@info %1 is like 'Group 14'", "%1 · %2 together", number, group.members);
}

/// Whether the track to this function is a PCI Express link that ends there. What lies above a root port or the lower
/// port of a switch is the inside of a chip, and a slot with several functions has one link.
bool endsLink(const MapNode &node)
{
    if (!node.function || node.kind == NodeKind::Minor || node.kind == NodeKind::Sibling)
        return false;
    if (node.kind != NodeKind::Port)
        return true;
    const auto type = node.function->capabilities ? node.function->capabilities->pcieType : std::nullopt;
    return type == core::PcieType::UpstreamPort || type == core::PcieType::PcieToPciBridge;
}

/// As wide as the link has lanes.
qreal trackWidth(const MapNode &to, qreal line)
{
    int lanes = 1;
    if (endsLink(to))
        lanes = to.function->linkNow && to.function->linkNow->width ? to.function->linkNow->width : to.function->linkMax.valueOr({}).width;
    if (lanes >= 16)
        return 0.28 * line;
    if (lanes >= 8)
        return 0.22 * line;
    return lanes >= 4 ? 0.17 * line : 0.1 * line;
}

QPainterPath trackPath(const MapNode &from, const MapNode &to, qreal turn, qreal line, Detail detail)
{
    QPainterPath path(QPointF(from.rect.right(), from.track));
    const qreal drop = to.track - from.track;
    if (qAbs(drop) < 0.5) {
        path.lineTo(to.rect.left(), to.track);
        return path;
    }
    if (detail == Detail::Dots) {
        path.lineTo(turn, from.track);
        path.lineTo(turn, to.track);
        path.lineTo(to.rect.left(), to.track);
        return path;
    }
    const qreal radius = std::min({0.7 * line, drop / 2, to.rect.left() - turn});
    path.lineTo(turn - radius, from.track);
    path.quadTo(turn, from.track, turn, from.track + radius);
    path.lineTo(turn, to.track - radius);
    path.quadTo(turn, to.track, turn + radius, to.track);
    path.lineTo(to.rect.left(), to.track);
    return path;
}
}

Detail detailFor(const MapMetrics &metrics, qreal scale)
{
    const qreal pixels = metrics.line * scale;
    if (pixels >= 10)
        return Detail::Near;
    if (pixels >= 6)
        return Detail::Middle;
    return pixels >= 2.5 ? Detail::Far : Detail::Dots;
}

MapPainter::MapPainter(QPainter &painter, const MapLayout &layout, const MapColors &colors, const QFont &font)
    : m_painter(painter)
    , m_layout(layout)
    , m_colors(colors)
    , m_font(font)
{
    // Hinted advances would not fit at other scales than 1.
    m_font.setHintingPreference(QFont::PreferNoHinting);
}

void MapPainter::paint(const MapPaint &what)
{
    m_painter.save();
    // Zoomed out that far, thousands of shapes are in view and smooth edges do not show.
    m_painter.setRenderHint(QPainter::Antialiasing, what.detail != Detail::Dots);
    paintGroups(what);
    paintLinks(what);
    NodePainter nodes(m_painter, m_layout, m_colors, m_font, what.detail);
    for (size_t i = 0; i < m_layout.nodes.size(); ++i) {
        const MapNode &node = m_layout.nodes[i];
        if (!node.rect.intersects(what.exposed))
            continue;
        m_painter.setOpacity(!what.dimmed.empty() && what.dimmed[i] ? 0.22 : 1);
        nodes.paint(node);
    }
    m_painter.setOpacity(1);
    if (what.selected >= 0)
        nodes.paintSelection(m_layout.nodes[size_t(what.selected)], what.focused);
    m_painter.restore();
}

void MapPainter::paintGroups(const MapPaint &what)
{
    for (const GroupShape &group : m_layout.groups) {
        for (qsizetype part = 0; part < group.parts.size(); ++part) {
            if (part > 0)
                paintTie(group.parts[part - 1], group.parts[part]);
            const bool worthIt = what.detail != Detail::Dots || group.named() || group.verdict;
            if (worthIt && group.parts[part].intersects(what.exposed))
                paintGroupPart(group, part, what);
        }
    }
}

/// Between two parts of one group, left of the nodes between them.
void MapPainter::paintTie(const QRectF &above, const QRectF &below)
{
    const qreal line = m_layout.metrics.line;
    const qreal x = std::min(above.left(), below.left()) - 0.35 * line;
    const qreal from = above.bottom() - 0.4 * line;
    const qreal to = below.top() + 0.4 * line;
    m_painter.setPen(QPen(m_colors.dimText, 0.1 * line, Qt::DotLine));
    m_painter.drawPolyline(QPolygonF({{above.left(), from}, {x, from}, {x, to}, {below.left(), to}}));
}

void MapPainter::paintGroupPart(const GroupShape &group, qsizetype part, const MapPaint &what)
{
    const qreal line = m_layout.metrics.line;
    const QRectF &rect = group.parts[part];
    const QColor tone = group.verdict ? m_colors.tone(*group.verdict) : m_colors.fence;
    QPen outline(group.verdict ? KColorUtils::mix(m_colors.canvas, tone, 0.75) : tone, (group.verdict ? 0.1 : 0.07) * line);
    if (group.verdict == core::Verdict::Blocked)
        outline.setDashPattern({4, 2});
    m_painter.setPen(outline);
    if (group.verdict)
        m_painter.setBrush(KColorUtils::mix(m_colors.canvas, tone, 0.09));
    else
        m_painter.setBrush(group.named() ? m_colors.fenceFill : QColor(Qt::transparent));
    m_painter.drawRoundedRect(rect, 0.5 * line, 0.5 * line);
    if (!group.named() || what.detail != Detail::Near)
        return;
    QFont font = m_font;
    font.setPointSizeF(font.pointSizeF() * 0.82);
    font.setWeight(QFont::DemiBold);
    m_painter.setFont(font);
    m_painter.setPen(group.verdict ? KColorUtils::mix(tone, m_colors.text, 0.25) : m_colors.dimText);
    const QRectF header(rect.left() + 0.5 * line, rect.top() + 0.12 * line, rect.width() - 0.7 * line, m_layout.metrics.header() - 0.2 * line);
    m_painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, QFontMetricsF(font).elidedText(headerText(group, part == 0), Qt::ElideRight, header.width()));
}

void MapPainter::paintLinks(const MapPaint &what)
{
    const auto visible = [&](const MapLink &link) {
        const QRectF from = m_layout.nodes[size_t(link.from)].rect;
        return (from | m_layout.nodes[size_t(link.to)].rect).intersects(what.exposed);
    };
    std::vector<QPainterPath> mainTracks;
    for (const MapLink &link : m_layout.links) {
        if (!visible(link))
            continue;
        const MapNode &to = m_layout.nodes[size_t(link.to)];
        const QPainterPath path = trackPath(m_layout.nodes[size_t(link.from)], to, link.turn, m_layout.metrics.line, what.detail);
        if (link.toGpu)
            mainTracks.push_back(path);
        else
            paintTrack(path, to);
    }
    paintMainTracks(mainTracks, what.detail);
}

void MapPainter::paintTrack(const QPainterPath &path, const MapNode &to)
{
    QPen pen(m_colors.track, trackWidth(to, m_layout.metrics.line), Qt::SolidLine, Qt::FlatCap);
    if (to.kind != NodeKind::Port && to.function && core::isSuspended(*to.function))
        pen.setDashPattern({2.5, 1.5});
    m_painter.strokePath(path, pen);
}

void MapPainter::paintMainTracks(const std::vector<QPainterPath> &paths, Detail detail)
{
    const qreal line = m_layout.metrics.line;
    const auto strokeAll = [&](const QPen &pen) {
        for (const QPainterPath &path : paths)
            m_painter.strokePath(path, pen);
    };
    if (detail <= Detail::Far) {
        strokeAll(QPen(m_colors.mainTrack, 0.4 * line, Qt::SolidLine, Qt::FlatCap));
        return;
    }
    // Layer by layer, so that diverging tracks look like one track that branches.
    QPen sleepers(KColorUtils::mix(m_colors.canvas, m_colors.mainTrack, 0.55), 0.62 * line, Qt::CustomDashLine, Qt::FlatCap);
    sleepers.setDashPattern({0.16, 0.3});
    strokeAll(sleepers);
    strokeAll(QPen(m_colors.mainTrack, 0.4 * line, Qt::SolidLine, Qt::FlatCap));
    strokeAll(QPen(m_colors.canvas, 0.18 * line, Qt::SolidLine, Qt::FlatCap));
}

}
