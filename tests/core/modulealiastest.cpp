// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/modulealias.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::ModuleAliases;

namespace
{
/// Lines of Debian 13's modules.alias, linux 6.12, and of a variant driver.
const QByteArray text =
    "# Aliases extracted from modules themselves.\n"
    "alias pci:v000010DEd*sv*sd*bc03sc02i00* nouveau\n"
    "alias pci:v000010DEd*sv*sd*bc03sc00i00* nouveau\n"
    "alias pci:v*d*sv*sd*bc01sc08i02* nvme\n"
    "alias pci:v0000144Dd0000A80Asv0000144Dsd*bc*sc*i* nvme_special\n"
    "alias pci:v00008086d0000A348sv*sd*bc*sc*i* snd_hda_intel\n"
    "alias pci:v00008086d0000A348sv*sd*bc*sc*i* snd_sof_pci_intel_cnl\n"
    "alias pci:v00008086d0000A348sv*sd*bc*sc*i* snd_hda_intel\n"
    "alias pci:v00001002d0000[67]*sv*sd*bc03sc*i* radeon\n"
    "alias usb:v1234p5678d*dc*dsc*dp*ic*isc*ip*in* usb_thing\n"
    "alias vfio_pci:v*d*sv*sd*bc*sc*i* vfio_pci\n"
    "alias vfio_pci:v*d*sv*sd*bc03sc*i* turnout_vfio_pci\n"
    "alias vfio_pci:v000015B3d0000101Esv*sd*bc*sc*i* mlx5_vfio_pci\n"
    "alias pci:broken\n"
    "alias\n"
    "\n"
    "alias pci:v00001234d00001111sv*sd*bc*sc*i* bochs";

QString candidates(const char *modalias)
{
    return ModuleAliases(text).candidates(modalias).join(u' ');
}

/// "turnout_vfio_pci 6, vfio_pci 7"
QString vfioCandidates(const char *modalias)
{
    QStringList keywords;
    for (const core::VfioCandidate &candidate : ModuleAliases(text).vfioCandidates(modalias))
        keywords += candidate.module + QLatin1Char(' ') + QString::number(candidate.wildcards);
    return keywords.join(QLatin1String(", "));
}
}

/// Which modules claim a function.
class ModuleAliasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void candidatesMatchTheFunction_data()
    {
        QTest::addColumn<QByteArray>("modalias");
        QTest::addColumn<QString>("modules");
        QTest::newRow("by class and vendor") << QByteArray("pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00") << QStringLiteral("nouveau");
        QTest::newRow("another class of that vendor") << QByteArray("pci:v000010DEd000010F9sv00001462sd00003752bc04sc03i00") << QString();
        QTest::newRow("two with the same ID, none twice")
            << QByteArray("pci:v00008086d0000A348sv00001028sd00000906bc04sc03i80") << QStringLiteral("snd_hda_intel snd_sof_pci_intel_cnl");
        QTest::newRow("fewest wildcards first") << QByteArray("pci:v0000144Dd0000A80Asv0000144Dsd0000A801bc01sc08i02") << QStringLiteral("nvme_special nvme");
        QTest::newRow("a range of characters") << QByteArray("pci:v00001002d000067DFsv00001043sd00000517bc03sc00i00") << QStringLiteral("radeon");
        QTest::newRow("outside of the range") << QByteArray("pci:v00001002d000087DFsv00001043sd00000517bc03sc00i00") << QString();
        QTest::newRow("the last line, without an end") << QByteArray("pci:v00001234d00001111sv00001AF4sd00001100bc03sc00i00") << QStringLiteral("bochs");
        QTest::newRow("nothing fits") << QByteArray("pci:v0000FFFFd0000FFFFsv00000000sd00000000bc05sc00i00") << QString();
        QTest::newRow("no PCI function") << QByteArray("usb:v1234p5678d0100dc00dsc00dp00ic03isc01ip01in00") << QString();
        QTest::newRow("empty") << QByteArray() << QString();
        QTest::newRow("not as written by the kernel") << QByteArray("pci:v10DE") << QString();
    }

    void candidatesMatchTheFunction()
    {
        QFETCH(QByteArray, modalias);
        QFETCH(QString, modules);
        QCOMPARE(candidates(modalias.constData()), modules);
    }

    void vfioDriversAreAskedForApartWithTheirWildcards()
    {
        QCOMPARE(vfioCandidates("pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00"), QStringLiteral("turnout_vfio_pci 6, vfio_pci 7"));
        QCOMPARE(vfioCandidates("pci:v000015B3d0000101Esv00000000sd00000000bc02sc00i00"), QStringLiteral("mlx5_vfio_pci 5, vfio_pci 7"));
        QCOMPARE(vfioCandidates("pci:v00008086d00001572sv00000000sd00000000bc02sc00i00"), QStringLiteral("vfio_pci 7"));
    }

    void withoutAFileNothingMatches()
    {
        QVERIFY(ModuleAliases().candidates("pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00").isEmpty());
        QVERIFY(ModuleAliases(QByteArrayView()).candidates("pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00").isEmpty());
    }
};

TURNOUT_TEST(ModuleAliasTest)

#include "modulealiastest.moc"
