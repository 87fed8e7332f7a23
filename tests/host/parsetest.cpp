// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "host/sysfs/parse.h"
#include "host/devices/mounts.h"
#include "tests/tools/registered.h"

#include <QTest>

/// The small parsers of sysfs and procfs text.
class ParseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreTakenWholeOrNotAtAll()
    {
        QCOMPARE(host::unsignedNumber("42"), 42u);
        QCOMPARE(host::unsignedNumber("0xff", 16), 255u);
        QCOMPARE(host::unsignedNumber("ff", 16), 255u);
        QCOMPARE(host::signedNumber("-1"), -1);
        for (const char *text : {"", "-1", "+1", "1 ", " 1", "1x", "0x", "99999999999999999999"})
            QVERIFY2(!host::unsignedNumber(text), text);
    }

    void linkSpeedsAreInMegatransfers()
    {
        QCOMPARE(host::linkSpeed("2.5 GT/s PCIe"), 2500u);
        QCOMPARE(host::linkSpeed("16.0 GT/s PCIe"), 16000u);
        QCOMPARE(host::linkSpeed("8 GT/s"), 8000u);
        QCOMPARE(host::linkSpeed("Unknown"), 0u);
        QCOMPARE(host::linkSpeed("Unknown speed"), 0u);
        for (const char *text : {"", "fast", "8", "8 MB/s", "x GT/s", "2.x GT/s", "99999999 GT/s"})
            QVERIFY2(!host::linkSpeed(text), text);
    }

    void aModaliasTellsAllIds()
    {
        const auto ids = host::pciIds("pci:v00008086d000046B3sv00008086sd00003024bc03sc00i00");
        QVERIFY(ids);
        QCOMPARE(ids->vendor, 0x8086);
        QCOMPARE(ids->device, 0x46b3);
        QCOMPARE(ids->subVendor, 0x8086);
        QCOMPARE(ids->subDevice, 0x3024);
        QCOMPARE(ids->classCode, 0x030000u);
        for (const char *text :
             {"", "pci:", "usb:v1234p5678", "pci:v00008086d000046B3sv00008086sd00003024bc03sc00i00x", "pci:v00008086d000046B3sv00008086sd00003024bc03sc00i0"})
            QVERIFY2(!host::pciIds(text), text);
    }

    void resourcesAreBarsAndARom()
    {
        const auto found = host::resources(
            "0x00000000a3000000 0x00000000a3ffffff 0x0000000000040200\n"
            "0x0000000090000000 0x000000009fffffff 0x000000000014220c\n"
            "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
            "0x0000000000004000 0x000000000000407f 0x0000000000040101\n"
            "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
            "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
            "0x00000000a4000000 0x00000000a407ffff 0x0000000000046200\n"
            "0x0000000000001000 0x0000000000001fff 0x0000000000000101\n");
        QVERIFY(found);
        using enum core::Bar::Kind;
        QCOMPARE(found->bars,
                 (QList{core::Bar{0, Memory32, false, 0xa3000000, 0x1000000},
                        core::Bar{1, Memory64, true, 0x90000000, 0x10000000},
                        core::Bar{3, Io, false, 0x4000, 0x80}}));
        QCOMPARE(found->rom, 0x80000u);
    }

    void brokenResourcesAreNone()
    {
        for (const char *text : {"x", "0x1", "0x2 0x1 0x200", "0x0 0x1", "0x0 0x1 mem"})
            QVERIFY2(!host::resources(text), text);
    }

    void theDeepestAddressOfAPathIsTheFunction()
    {
        QCOMPARE(host::deepestPciAddress("../../devices/pci0000:00/0000:00:01.0/0000:01:00.0/drm/card0")->toString(), QStringLiteral("0000:01:00.0"));
        QCOMPARE(host::deepestPciAddress("../pci10000:e0/10000:e0:06.0/10000:e1:00.0/nvme/nvme0")->toString(), QStringLiteral("10000:e1:00.0"));
        QVERIFY(!host::deepestPciAddress("../../devices/virtual/net/lo"));
        QVERIFY(!host::deepestPciAddress(""));
    }

    void mountPointsLoseTheirEscapes()
    {
        QCOMPARE(host::unescaped("/my\\040disk\\134"), std::string("/my disk\\"));
        QCOMPARE(host::unescaped("/plain"), std::string("/plain"));
        QCOMPARE(host::unescaped("/end\\04"), std::string("/end\\04"));
    }
};

TURNOUT_TEST(ParseTest)

#include "parsetest.moc"
