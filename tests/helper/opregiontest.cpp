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
const QByteArray debugfs = "sys/kernel/debug/dri/";
const QByteArray byAddress = debugfs + "0000:00:02.0";

QByteArray opregionOf(quint32 version = 0x02010000, quint32 kilobytes = 8, quint32 mailboxes = 0x1d)
{
    QByteArray bytes(qsizetype(8 * 1024), '\0');
    bytes.replace(0, 16, "IntelGraphicsMem");
    qToLittleEndian(kilobytes, bytes.data() + 0x10);
    qToLittleEndian(version, bytes.data() + 0x14);
    qToLittleEndian(mailboxes, bytes.data() + 0x58);
    return bytes;
}

const QByteArray vbt = "$VBT ALDERLAKE-P   " + QByteArray(8685, '\0');
const QJsonObject header{{u"version"_s, u"2.1"_s}, {u"size"_s, 8192}, {u"mailboxes"_s, 0x1d}};
const QJsonObject headerAndVbt{{u"version"_s, u"2.1"_s}, {u"size"_s, 8192}, {u"mailboxes"_s, 0x1d}, {u"vbtSize"_s, 8704}};

/// A machine with Intel graphics; its driver has nothing in debugfs yet.
class Laptop
{
public:
    explicit Laptop(const QByteArray &driver = "i915")
    {
        tree().file(QByteArray(device) + "/modalias", "pci:v00008086d000046A6sv00001028sd00000B08bc03sc00i00\n");
        // What the function's config space says is of no importance: a guest may have written it.
        QByteArray config = configSpace();
        qToLittleEndian(0x202000U, config.data() + 0xfc);
        tree().file(QByteArray(device) + "/config", config);
        bind(driver);
    }

    const Tree &tree() const
    {
        return kernel.tree();
    }
    void bind(const QByteArray &driver) const
    {
        tree().file("sys/bus/pci/drivers/" + driver + "/unbind", {});
        tree().remove(QByteArray(device) + "/driver");
        tree().link(QByteArray(device) + "/driver", tree().path("sys/bus/pci/drivers/" + driver).toUtf8());
    }
    void offer(const QByteArray &directory = byAddress) const
    {
        tree().file(directory + "/i915_opregion", opregionOf());
        tree().file(directory + "/i915_vbt", vbt);
    }
    QJsonObject opregion() const
    {
        return helper::opregion(kernel.context(), *tree().read().function(gpu));
    }
    QString reason() const
    {
        const QJsonObject found = opregion();
        return found.size() == 1 ? found.value(u"reason"_s).toString() : QString();
    }

    SimulatedKernel kernel;
};
}

/// The OpRegion of Intel graphics, as the driver that is bound reports it.
class OpregionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theGraphicsDriverReportsIt_data()
    {
        QTest::addColumn<QByteArray>("driver");
        QTest::addColumn<QByteArray>("directory");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("i915 by address") << "i915"_ba << byAddress << QByteArray();
        QTest::newRow("xe by address") << "xe"_ba << byAddress << QByteArray(); // drivers/gpu/drm/xe/Makefile, i915-display
        QTest::newRow("by the minor, before a client") << "i915"_ba << QByteArray(debugfs + '0') << "i915 dev=0000:00:02.0 unique=0000:00:02.0\n"_ba;
        QTest::newRow("by the minor, with a client")
            << "i915"_ba << QByteArray(debugfs + '0') << "i915 dev=0000:00:02.0 master=pci:0000:00:02.0 unique=0000:00:02.0\n"_ba;
        QTest::newRow("by the minor, nothing behind the name") << "i915"_ba << QByteArray(debugfs + '0') << "i915 dev=0000:00:02.0\n"_ba;
    }
    void theGraphicsDriverReportsIt()
    {
        QFETCH(QByteArray, driver);
        QFETCH(QByteArray, directory);
        QFETCH(QByteArray, name);
        const Laptop laptop(driver);
        laptop.offer(directory);
        if (!name.isEmpty())
            laptop.tree().file(directory + "/name", name);
        QCOMPARE(laptop.opregion(), headerAndVbt);
    }

    void theMinorOfAnotherGpuIsNotAsked_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("another address") << "i915 dev=0000:03:00.0 unique=0000:03:00.0\n"_ba;
        QTest::newRow("a longer address") << "i915 dev=10000:00:02.0 unique=10000:00:02.0\n"_ba;
        QTest::newRow("the address in another place") << "i915 dev=0000:03:00.0 unique=0000:00:02.0\n"_ba;
        QTest::newRow("no name") << QByteArray();
    }
    void theMinorOfAnotherGpuIsNotAsked()
    {
        QFETCH(QByteArray, name);
        const Laptop laptop;
        laptop.offer(debugfs + '0');
        laptop.tree().file(debugfs + "0/name", name);
        QCOMPARE(laptop.reason(), u"The GPU's driver has no directory in debugfs."_s);
    }

    /// Its directory exists, but it is not the one of the function's minor.
    void otherMinorsAreNotSearched()
    {
        const Laptop laptop;
        laptop.offer(debugfs + '7');
        laptop.tree().file(debugfs + "7/name", "i915 dev=0000:00:02.0\n");
        QVERIFY(!laptop.reason().isEmpty());
    }

    void aReasonSaysWhyItIsUnknown()
    {
        const Laptop laptop("xe");
        QVERIFY2(laptop.reason().contains(u"not mounted"_s), qPrintable(laptop.reason()));
        laptop.tree().file(debugfs + "128/name", {});
        QCOMPARE(laptop.reason(), u"The GPU's driver has no directory in debugfs."_s);
        laptop.tree().file(byAddress + "/gt0/info", {});
        QCOMPARE(laptop.reason(), u"The driver xe does not offer it in debugfs."_s);
        laptop.tree().file(byAddress + "/i915_opregion", {}); // as on a machine without one
        QCOMPARE(laptop.reason(), u"The firmware provides no valid OpRegion for this GPU."_s);
        laptop.tree().remove(QByteArray(device) + "/driver");
        QCOMPARE(laptop.reason(), u"No driver is bound that could report it."_s);
    }

    void anAssignedGpuIsAskedThroughOurDriverAlone()
    {
        const Laptop laptop("vfio-pci");
        laptop.offer(); // left from before
        QCOMPARE(laptop.reason(), u"The driver vfio-pci does not report it; turnout_vfio_pci does."_s);
        laptop.bind("turnout_vfio_pci");
        QVERIFY(!laptop.reason().isEmpty());
        for (const char *text : {"none\n", "\n", "2.1\n", "2.1 many\n", "2.1 14336 0\n"}) {
            laptop.tree().file(QByteArray(device) + "/turnout/opregion", text);
            QCOMPARE(laptop.reason(), u"The firmware provides no valid OpRegion for this GPU."_s);
        }
        laptop.tree().file(QByteArray(device) + "/turnout/opregion", "2.0 14336\n");
        QCOMPARE(laptop.opregion(), (QJsonObject{{u"version"_s, u"2.0"_s}, {u"size"_s, 14336}}));
    }

    /// i915_vbt may read the expansion ROM of a discrete GPU.
    void aSuspendedGpuIsNotWoken()
    {
        const Laptop laptop;
        laptop.offer();
        laptop.tree().file(QByteArray(device) + "/power/runtime_status", "suspended\n");
        QCOMPARE(laptop.opregion(), header);
        laptop.tree().file(QByteArray(device) + "/power/runtime_status", "active\n");
        QCOMPARE(laptop.opregion(), headerAndVbt);
    }

    void whatIsNoVbtIsLeftOut()
    {
        const Laptop laptop;
        laptop.offer();
        for (const QByteArray &content : {QByteArray(), QByteArray(8704, '\0')}) {
            laptop.tree().file(byAddress + "/i915_vbt", content);
            QCOMPARE(laptop.opregion(), header);
        }
    }

    void otherFunctionsHaveNone()
    {
        const Laptop laptop;
        laptop.offer();
        laptop.tree().file(QByteArray(device) + "/modalias", "pci:v000010DEd00001F08sv00001462sd00003752bc03sc00i00\n");
        QVERIFY(laptop.opregion().isEmpty());
        laptop.tree().file(QByteArray(device) + "/modalias", "pci:v00008086d000051C8sv00001028sd00000B08bc04sc03i00\n");
        QVERIFY(laptop.opregion().isEmpty());
    }

    void aHeaderIsParsed()
    {
        const QJsonObject parsed = helper::opregionHeader(opregionOf(0x03000000, 8, 0x1f));
        QCOMPARE(parsed, (QJsonObject{{u"version"_s, u"3.0"_s}, {u"size"_s, 8192}, {u"mailboxes"_s, 0x1f}}));
        QVERIFY(helper::opregionHeader(QByteArray(0x100, '\0')).isEmpty());
        QVERIFY(helper::opregionHeader(opregionOf().first(0x40)).isEmpty());
        QVERIFY2(helper::opregionHeader(opregionOf(0x02010000, 4 * 1024 * 1024)).isEmpty(), "the specification fixes the size");
    }
};

TURNOUT_TEST(OpregionTest)

#include "opregiontest.moc"
