// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapexport.h"
#include "mapsamples.h"
#include "tests/tools/registered.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

class MapExportTest : public QObject
{
    Q_OBJECT

private:
    const core::Snapshot m_snapshot = sample::fiveGpus();
    const app::Annotations m_annotations = app::annotate(m_snapshot);
    QTemporaryDir m_folder;

    app::MapExport write(const QString &name) const
    {
        return app::exportMap(m_snapshot, m_annotations, m_folder.filePath(name), QPalette(QColor(0xef, 0xf0, 0xf1)));
    }
    QByteArray content(const QString &name) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void anSvgIsWellFormedAndCarriesTheText()
    {
        const auto size = write(u"map.svg"_s);
        QVERIFY(size.ok());
        QXmlStreamReader xml(content(u"map.svg"_s));
        QString text;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::Characters)
                text += xml.text();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        for (const QString &word : {u"GeForce RTX 201"_s, u"03:00.0"_s, u"assigned to VMs"_s})
            QVERIFY2(text.contains(word), qPrintable(word));
        QSvgRenderer renderer(m_folder.filePath(u"map.svg"_s));
        QVERIFY(renderer.isValid());
        QCOMPARE(renderer.viewBox().size(), *size);
    }

    void controlCharactersInNamesAreLeftOut()
    {
        core::Snapshot snapshot = m_snapshot;
        snapshot.machine.product = u"\x1b[31m\0evil"_s;
        snapshot.functions.back().deviceName = u"card\x07\x01"_s;
        QVERIFY(app::exportMap(snapshot, app::annotate(snapshot), m_folder.filePath(u"evil.svg"_s), QPalette(Qt::white)).ok());
        QXmlStreamReader xml(content(u"evil.svg"_s));
        while (!xml.atEnd())
            xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }

    void aPngHasTwoPixelsForEachOfTheSvg()
    {
        const auto logical = write(u"map.svg"_s);
        const auto size = write(u"map.png"_s);
        QVERIFY(size.ok());
        const QImage image(m_folder.filePath(u"map.png"_s));
        QCOMPARE(image.size(), *size);
        QVERIFY(qAbs(image.width() - 2 * logical->width()) <= 2);
        QVERIFY(qAbs(image.height() - 2 * logical->height()) <= 2);
    }

    void aPdfHasOnePage()
    {
        QVERIFY(write(u"map.pdf"_s).ok());
        const QByteArray pdf = content(u"map.pdf"_s);
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.trimmed().endsWith("%%EOF"));
        static const QRegularExpression page(u"/Type\\s*/Page\\b(?!s)"_s);
        QCOMPARE(QString::fromLatin1(pdf).count(page), 1);
    }

    void lightAndDarkFollowThePalette()
    {
        const auto corner = [&](const QColor &base) {
            QPalette palette(base);
            palette.setColor(QPalette::Base, base);
            const QString path = m_folder.filePath(u"corner.png"_s);
            return app::exportMap(m_snapshot, m_annotations, path, palette).ok() ? QImage(path).pixelColor(1, 1) : QColor();
        };
        QCOMPARE(corner(QColor(0x14, 0x16, 0x18)), QColor(0x14, 0x16, 0x18));
        QCOMPARE(corner(Qt::white), QColor(Qt::white));
    }

    void anUnknownExtensionIsRefusedAndNothingIsWritten()
    {
        const auto result = write(u"map.bmp"_s);
        QVERIFY(!result.ok());
        QVERIFY(result.error().what.contains(u"map.bmp"));
        QVERIFY(!result.error().remedy.isEmpty());
        QVERIFY(!QFile::exists(m_folder.filePath(u"map.bmp"_s)));
    }

    void aPlaceThatCannotBeWrittenIsNamed()
    {
        const auto result = write(u"no/such/folder/map.svg"_s);
        QVERIFY(!result.ok());
        QVERIFY(result.error().what.contains(u"no/such/folder/map.svg"));
        QVERIFY(!result.error().why.isEmpty());
    }

    void anEmptyMachineStillGivesASheet()
    {
        QVERIFY(app::exportMap({}, {}, m_folder.filePath(u"empty.png"_s), QPalette()).ok());
    }
};

TURNOUT_WINDOW_TEST(MapExportTest)

#include "mapexporttest.moc"
