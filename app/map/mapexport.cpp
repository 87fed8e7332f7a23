// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapexport.h"

#include "mapsheet.h"

#include <KLocalizedString>

#include <QBuffer>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
/// Images are drawn twice as fine as a plain screen, and not larger than this a side.
constexpr qreal imageScale = 2;
constexpr qreal maximumSide = 16000;

core::Error cannotWrite(const QSaveFile &file)
{
    return {i18nc("@info", "The map could not be written to %1.", file.fileName()),
            file.errorString(),
            i18nc("@info", "Choose another folder or free some disk space.")};
}

MapExport writePng(const MapSheet &sheet, QIODevice &device)
{
    const qreal scale = std::min(imageScale, maximumSide / std::max(sheet.size().width(), sheet.size().height()));
    QImage image((sheet.size() * scale).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        return core::Error{i18nc("@info", "There is not enough memory for an image of this map."), {}, i18nc("@info", "Export it as SVG or PDF instead.")};
    QPainter painter(&image);
    painter.scale(scale, scale);
    sheet.paint(painter);
    painter.end();
    image.save(&device, "PNG");
    return image.size();
}

/// QSvgGenerator escapes markup, but leaves control characters in, which XML 1.0 does not allow (2.2, Char).
QByteArray withoutControls(QByteArray svg)
{
    return svg.removeIf([](char c) {
        return c >= 0 && c < 0x20 && c != '\n' && c != '\t' && c != '\r';
    });
}

MapExport writeSvg(const MapSheet &sheet, const QString &title, QIODevice &device)
{
    QBuffer svg;
    svg.open(QIODevice::WriteOnly);
    QSvgGenerator generator(QSvgGenerator::SvgVersion::Svg11);
    generator.setOutputDevice(&svg);
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(0, 0), sheet.size()));
    generator.setResolution(96);
    generator.setTitle(title);
    QPainter painter(&generator);
    sheet.paint(painter);
    painter.end();
    device.write(withoutControls(svg.data()));
    return sheet.size().toSize();
}

MapExport writePdf(const MapSheet &sheet, const QString &title, QIODevice &device)
{
    QPdfWriter writer(&device);
    writer.setTitle(title);
    writer.setCreator(u"Turnout"_s);
    writer.setResolution(96);
    // A logical pixel is 1/96 inch, a point 1/72.
    writer.setPageSize(QPageSize(sheet.size() * 0.75, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    QPainter painter(&writer);
    sheet.paint(painter);
    return sheet.size().toSize();
}
}

MapExport exportMap(const core::Snapshot &snapshot, const Annotations &annotations, const QString &path, const QPalette &palette)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix != "png"_L1 && suffix != "svg"_L1 && suffix != "pdf"_L1) {
        return core::Error{i18nc("@info", "The map cannot be written to %1.", path),
                           i18nc("@info", "The file name extension selects the format, and this one is unknown."),
                           i18nc("@info", "Use a name that ends in .svg, .png or .pdf.")};
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return cannotWrite(file);

    const MapSheet sheet(snapshot, annotations, palette, QGuiApplication::font());
    const QString title = i18nc("@title of an exported map, %1 is the name of its product", "Machine map of %1", snapshot.machine.product);
    const MapExport written = suffix == "png"_L1 ? writePng(sheet, file) : suffix == "svg"_L1 ? writeSvg(sheet, title, file) : writePdf(sheet, title, file);
    if (!written)
        return written;
    return file.commit() ? written : MapExport(cannotWrite(file));
}

}
