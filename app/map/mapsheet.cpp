// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapsheet.h"

#include "turnoutsign.h"

#include <KLocalizedString>

#include <QPainter>

#include <array>

namespace app
{

namespace
{
struct Entry {
    std::optional<DeviceState> sign; ///< none: a glyph
    Glyph glyph = Glyph::Ready;
    QColor color;
    QString label;
};

QList<Entry> entries(const MapColors &colors)
{
    return {
        {DeviceState::Host, {}, {}, i18nc("@info legend of the map", "on the host")},
        {DeviceState::Assigned, {}, {}, i18nc("@info legend of the map", "assigned to VMs")},
        {DeviceState::Suspended, {}, {}, i18nc("@info legend of the map", "suspended")},
        {DeviceState::Unbound, {}, {}, i18nc("@info legend of the map", "no driver")},
        {{}, Glyph::Ready, colors.positive, i18nc("@info legend of the map", "can be assigned")},
        {{}, Glyph::Warning, colors.neutral, i18nc("@info legend of the map", "can be assigned, with caution")},
        {{}, Glyph::Stop, colors.negative, i18nc("@info legend of the map", "cannot be assigned yet")},
        {{}, Glyph::Group, colors.dimText, i18nc("@info legend of the map", "outline or number: IOMMU group")},
    };
}

QString iommuText(core::IommuKind kind)
{
    switch (kind) {
    case core::IommuKind::None:
        return i18nc("@info", "no IOMMU");
    case core::IommuKind::IntelVtd:
        return i18nc("@info", "Intel VT-d");
    case core::IommuKind::AmdVi:
        return i18nc("@info", "AMD-Vi");
    case core::IommuKind::ArmSmmu:
        return i18nc("@info", "Arm SMMU");
    case core::IommuKind::Virtio:
        return i18nc("@info", "virtio IOMMU");
    case core::IommuKind::Other:
        return i18nc("@info", "IOMMU");
    }
    Q_UNREACHABLE_RETURN({});
}
}

MapSheet::MapSheet(const core::Snapshot &snapshot, const Annotations &annotations, const QPalette &palette, const QFont &font)
    : m_snapshot(snapshot)
    , m_font(font)
    , m_layout(layoutMap(snapshot, annotations, MapMetrics::of(font)))
    , m_colors(MapColors::of(palette))
{
    const qreal line = m_layout.metrics.line;
    const qreal margin = 1.5 * line;
    const QFontMetricsF metrics(m_font);
    qreal legend = 0;
    for (const Entry &entry : entries(m_colors))
        legend += metrics.horizontalAdvance(entry.label) + 3.2 * line;
    const qreal width = std::max({m_layout.bounds.width(), legend, 30 * line});
    m_size = QSizeF(width + 2 * margin, m_layout.bounds.height() + 2 * margin + 7 * line);
}

void MapSheet::paint(QPainter &painter) const
{
    const qreal line = m_layout.metrics.line;
    painter.fillRect(QRectF(QPointF(0, 0), m_size), m_colors.canvas);
    paintTitle(painter);
    paintLegend(painter);
    painter.translate(QPointF(1.5 * line, 5 * line) - m_layout.bounds.topLeft());
    MapPainter(painter, m_layout, m_colors, m_font).paint({m_layout.bounds, Detail::Near, -1, false, {}});
}

void MapSheet::paintTitle(QPainter &painter) const
{
    const qreal line = m_layout.metrics.line;
    const core::Machine &machine = m_snapshot.machine;
    QFont font = m_font;
    font.setPointSizeF(m_font.pointSizeF() * 1.5);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_colors.text);
    const QString name = QString(machine.vendor + QLatin1Char(' ') + machine.product).trimmed();
    const QRectF title(1.5 * line, 1.2 * line, m_size.width() - 3 * line, 1.8 * line);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter, name.isEmpty() ? i18nc("@title a map of the machine", "Machine map") : name);
    painter.setFont(m_font);
    painter.setPen(m_colors.dimText);
    QStringList facts;
    if (!machine.kernel.isEmpty())
        facts += i18nc("@info %1 is a kernel release", "Linux %1", machine.kernel);
    facts += iommuText(machine.iommu);
    facts += i18ncp("@info", "%1 PCI function", "%1 PCI functions", int(m_snapshot.functions.size()));
    if (!m_snapshot.groups.empty())
        facts += i18ncp("@info", "%1 IOMMU group", "%1 IOMMU groups", int(m_snapshot.groups.size()));
    painter.drawText(title.translated(0, 1.7 * line), Qt::AlignLeft | Qt::AlignVCenter, facts.join(QStringLiteral(" · ")));
}

void MapSheet::paintLegend(QPainter &painter) const
{
    const qreal line = m_layout.metrics.line;
    qreal x = 1.5 * line;
    const qreal y = m_size.height() - 2.9 * line;
    painter.setFont(m_font);
    for (const Entry &entry : entries(m_colors)) {
        const qreal side = entry.sign ? 1.5 * line : 1.05 * line;
        const QRectF icon(x, y + (1.5 * line - side) / 2, side, side);
        if (entry.sign)
            paintTurnoutSign(painter, icon, *entry.sign, SignColors::of(m_colors.palette, *entry.sign));
        else
            paintGlyph(painter, icon, entry.glyph, entry.color, m_colors.canvas);
        painter.setPen(m_colors.dimText);
        const qreal width = QFontMetricsF(m_font).horizontalAdvance(entry.label) + line;
        painter.drawText(QRectF(x + side + 0.4 * line, y, width, 1.5 * line), Qt::AlignLeft | Qt::AlignVCenter, entry.label);
        x += side + width + 0.6 * line;
    }
}

}
