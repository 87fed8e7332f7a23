// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/opregion.h"

#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:00:02.0");
constexpr auto device = "sys/devices/pci0000:00/0000:00:02.0";

/// From a laptop with Intel graphics, shortened.
const QByteArray iomem =
    "00001000-0009ffff : System RAM\n"
    "000a0000-000fffff : Reserved\n"
    "  000a0000-000bffff : PCI Bus 0000:00\n"
    "  000f0000-000fffff : System ROM\n"
    "00100000-001fffff : System RAM\n"
    "  00180000-0018ffff : Reserved\n"
    "00200000-0020ffff : ACPI Non-volatile Storage\n"
    "00210000-0021ffff : ACPI Tables\n"
    "00220000-0022ffff : Reserved\n"
    "00230000-0023ffff : System RAM\n"
    "e0000000-efffffff : PCI Bus 0000:00\n"
    "  e0000000-e0ffffff : 0000:00:02.0\n"
    "nonsense\n"
    "00000000-zzzzzzzz : Reserved\n";

QByteArray header(quint32 version = 0x02010000, quint32 kilobytes = 8, quint32 mailboxes = 0x1d)
{
    QByteArray bytes(0x100, '\0');
    bytes.replace(0, 16, "IntelGraphicsMem");
    qToLittleEndian(kilobytes, bytes.data() + 0x10);
    qToLittleEndian(version, bytes.data() + 0x14);
    qToLittleEndian(mailboxes, bytes.data() + 0x58);
    return bytes;
}

/// A machine with Intel graphics whose config space has the OpRegion's address `asls`; an OpRegion is there.
class Laptop
{
public:
    explicit Laptop(quint32 asls)
    {
        kernel.tree().file(QByteArray(device) + "/modalias", "pci:v00008086d00003E9Bsv00001028sd00000871bc03sc00i00\n");
        QByteArray config = configSpace();
        qToLittleEndian(asls, config.data() + 0xfc);
        kernel.tree().file(QByteArray(device) + "/config", config);
        kernel.tree().file("dev/mem", {});
        QFile memory(kernel.tree().path("dev/mem"));
        if (!memory.open(QIODevice::WriteOnly) || !memory.seek(asls) || memory.write(header()) < 0)
            qFatal("cannot write dev/mem");
    }

    QJsonObject opregion() const
    {
        return helper::opregion(kernel.context(), *kernel.tree().read().function(gpu), helper::ioRanges(iomem));
    }

    SimulatedKernel kernel;
};
}

/// The OpRegion of Intel graphics: root reads memory at an address from config space.
class OpregionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesOfIomemAreParsed()
    {
        const auto ranges = helper::ioRanges(iomem);
        QCOMPARE(ranges.size(), 12);
        QVERIFY(ranges[2] == (helper::IoRange{0xa0000, 0xbffff, "PCI Bus 0000:00"}));
        QVERIFY(helper::ioRanges({}).isEmpty());
    }

    void onlyFirmwareMemoryIsRead_data()
    {
        QTest::addColumn<quint32>("asls");
        QTest::addColumn<bool>("isRead");
        QTest::newRow("ACPI NVS") << 0x202000U << true;
        QTest::newRow("its first byte") << 0x200000U << true;
        QTest::newRow("its last 8 KB") << 0x20e000U << true;
        QTest::newRow("ACPI tables") << 0x210000U << true;
        QTest::newRow("reserved") << 0x222000U << true;
        QTest::newRow("none") << 0U << false;
        QTest::newRow("system RAM") << 0x2000U << false;
        QTest::newRow("reserved by the kernel in system RAM") << 0x182000U << false;
        QTest::newRow("from system RAM into ACPI NVS") << 0x1ff000U << false;
        QTest::newRow("from reserved memory into system RAM") << 0x22f000U << false;
        QTest::newRow("from one kind into another") << 0x20f000U << false;
        QTest::newRow("a device's memory") << 0xe0000000U << false;
        QTest::newRow("reserved, with a nested range") << 0xf8000U << false;
        QTest::newRow("unassigned") << 0x40000000U << false;
        QTest::newRow("the end of the 32-bit range") << 0xfffff000U << false;
        QTest::newRow("all ones, from a dead GPU") << 0xffffffffU << false;
    }
    void onlyFirmwareMemoryIsRead()
    {
        QFETCH(quint32, asls);
        QFETCH(bool, isRead);
        const QJsonObject found = Laptop(asls).opregion();
        const QJsonObject expected{{u"version"_s, u"2.1"_s}, {u"size"_s, 8192}, {u"mailboxes"_s, 0x1d}};
        QCOMPARE(found, isRead ? expected : QJsonObject());
    }

    /// /proc/iomem shows zeros without permission.
    void zeroAddressesAreNoFirmwareMemory()
    {
        const auto ranges = helper::ioRanges("00000000-00000000 : Reserved\n00000000-00000000 : ACPI Non-volatile Storage\n");
        QCOMPARE(ranges.size(), 2);
        QVERIFY(!helper::isFirmwareMemory(ranges, 0, 0x1fff));
        QVERIFY(!helper::isFirmwareMemory(ranges, 0x200000, 0x201fff));
    }

    /// A guest may have written the address.
    void noMemoryIsReadForAnAssignedGpu()
    {
        const Laptop laptop(0x202000);
        const auto bind = [&laptop](const QByteArray &driver) {
            const Tree &tree = laptop.kernel.tree();
            tree.file("sys/bus/pci/drivers/" + driver + "/unbind", {});
            tree.remove(QByteArray(device) + "/driver");
            tree.link(QByteArray(device) + "/driver", tree.path("sys/bus/pci/drivers/" + driver).toUtf8());
        };
        bind("vfio-pci");
        QVERIFY(laptop.opregion().isEmpty());
        bind("turnout_vfio_pci");
        QVERIFY(laptop.opregion().isEmpty());
        laptop.kernel.tree().file(QByteArray(device) + "/turnout/opregion", "none\n");
        QVERIFY(laptop.opregion().isEmpty());
        laptop.kernel.tree().file(QByteArray(device) + "/turnout/opregion", "2.0 14336\n");
        QCOMPARE(laptop.opregion(), (QJsonObject{{u"version"_s, u"2.0"_s}, {u"size"_s, 14336}}));
    }

    void suspendedAndOtherGpusAreSkipped()
    {
        const Laptop laptop(0x202000);
        laptop.kernel.tree().file(QByteArray(device) + "/power/runtime_status", "suspended\n");
        QVERIFY(laptop.opregion().isEmpty());
        laptop.kernel.tree().file(QByteArray(device) + "/power/runtime_status", "active\n");
        QVERIFY(!laptop.opregion().isEmpty());
        laptop.kernel.tree().file(QByteArray(device) + "/modalias", "pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00\n");
        QVERIFY(laptop.opregion().isEmpty());
    }

    void aHeaderIsParsed()
    {
        const QJsonObject parsed = helper::opregionHeader(header(0x03000000, 8, 0x1f));
        QCOMPARE(parsed, (QJsonObject{{u"version"_s, u"3.0"_s}, {u"size"_s, 8192}, {u"mailboxes"_s, 0x1f}}));
        QVERIFY(helper::opregionHeader(QByteArray(0x100, '\0')).isEmpty());
        QVERIFY(helper::opregionHeader(header().first(0x40)).isEmpty());
        QVERIFY2(helper::opregionHeader(header(0x02010000, 4 * 1024 * 1024)).isEmpty(), "the specification fixes the size");
    }
};

TURNOUT_TEST(OpregionTest)

#include "opregiontest.moc"
