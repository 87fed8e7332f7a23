// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/domain/hostdevxml.h"
#include "core/iommu/assignedtogether.h"
#include "core/pci/pciclass.h"
#include "machinesnapshot.h"
#include "tests/tools/registered.h"

#include <QDomDocument>
#include <QProcess>
#include <QTemporaryFile>
#include <QTest>

#include <algorithm>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{

Function function(QStringView address, quint32 classCode, const QString &name = {})
{
    Function function;
    function.address = *PciAddress::parse(address);
    function.classCode = classCode;
    function.vendor = 0x10de;
    function.device = 0x1f02;
    function.deviceName = name;
    return function;
}

Snapshot snapshotOf(std::vector<Function> functions)
{
    Snapshot snapshot;
    snapshot.functions = std::move(functions);
    std::ranges::sort(snapshot.functions, {}, &Function::address);
    return snapshot;
}

QList<PciAddress> addresses(std::initializer_list<QStringView> texts)
{
    QList<PciAddress> all;
    for (const QStringView text : texts)
        all += *PciAddress::parse(text);
    return all;
}

QString textOf(const Snapshot &snapshot, const QList<PciAddress> &gpus)
{
    const Result<QString> text = hostdevXml(snapshot, gpus);
    return text.ok() ? *text : text.error().text();
}

/// "host -> guest" for each element, parsed from the text.
QStringList layout(const QString &text)
{
    QDomDocument document;
    if (!document.setContent(u"<devices>"_s + text + u"</devices>"_s))
        return {u"not XML: "_s + text};
    const auto path = [](const QDomElement &address) {
        QString text = address.attribute(u"domain"_s).mid(2) + u':' + address.attribute(u"bus"_s).mid(2) + u':' + address.attribute(u"slot"_s).mid(2) + u'.'
            + address.attribute(u"function"_s).mid(2);
        return address.attribute(u"multifunction"_s) == u"on" ? QString(text + u" multifunction") : text;
    };
    QStringList all;
    for (QDomElement hostdev = document.documentElement().firstChildElement(u"hostdev"_s); !hostdev.isNull();
         hostdev = hostdev.nextSiblingElement(u"hostdev"_s))
        all += path(hostdev.firstChildElement(u"source"_s).firstChildElement()) + u" -> "_s + path(hostdev.firstChildElement(u"address"_s));
    return all;
}

/// Empty if virt-xml-validate accepts a minimal domain with these elements.
QString libvirtsVerdict(const QString &hostdevs)
{
    const QString domain = u"<domain type='kvm'><name>guest</name><memory unit='GiB'>8</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"_s
        + hostdevs + u"</devices></domain>\n"_s;
    QTemporaryFile file;
    if (!file.open() || file.write(domain.toUtf8()) < 0 || !file.flush())
        return file.errorString();
    QProcess validate;
    validate.setProcessChannelMode(QProcess::MergedChannels);
    validate.start(QStringLiteral(VIRT_XML_VALIDATE), {file.fileName(), u"domain"_s});
    if (!validate.waitForFinished())
        return validate.errorString();
    return validate.exitStatus() == QProcess::NormalExit && validate.exitCode() == 0 ? QString() : QString::fromUtf8(validate.readAll());
}

}

class HostdevXmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFunctionThatItsDriverOffersStaysWithThatDriver()
    {
        Snapshot snapshot = snapshotOf({function(u"0000:17:00.0", 0x030200), function(u"0000:17:00.4", 0x030200)});
        snapshot.functions[1].physicalFunction = snapshot.functions[0].address;
        snapshot.functions[1].driver = u"nvidia"_s;
        snapshot.functions[1].vfioDevice = u"vfio0"_s;
        const QString text = textOf(snapshot, addresses({u"0000:17:00.4"}));
        QVERIFY2(text.contains(u"managed=\"no\""_s), qPrintable(text));
        QCOMPARE(libvirtsVerdict(text), QString());
        snapshot.functions[1].vfioDevice.clear();
        QVERIFY(textOf(snapshot, addresses({u"0000:17:00.4"})).contains(u"managed=\"yes\""_s));
    }

    void aSharedGpuGivesItsMediatedDevices()
    {
        Snapshot snapshot = snapshotOf({function(u"0000:02:00.0", 0x030000), function(u"0000:02:00.1", 0x040300)});
        snapshot.functions[0].mediatedDevices = {{.uuid = u"83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"_s, .type = u"nvidia-63"_s, .group = {}, .vfioDevice = {}}};
        const QString text = textOf(snapshot, addresses({u"0000:02:00.0"}));
        QVERIFY2(text.contains(u"type=\"mdev\" managed=\"no\" model=\"vfio-pci\""_s), qPrintable(text));
        QVERIFY(text.contains(u"uuid=\"83b8f4f2-509f-382f-3c1e-e6bfe0fa1001\""_s));
        QVERIFY(!text.contains(u"type=\"pci\""_s));
        QCOMPARE(libvirtsVerdict(text), QString());
    }

    void companionsChangeWhatTheVmGets()
    {
        Snapshot snapshot = snapshotOf({function(u"0000:01:00.0", 0x030000), function(u"0000:01:00.1", 0x040300), function(u"0000:01:00.2", 0x0c0330)});
        quint32 group = 1;
        for (Function &function : snapshot.functions)
            function.group = IommuGroupId(group++);
        snapshot.functions[2].vendor = 0x1022;
        const QList<PciAddress> gpu = addresses({u"0000:01:00.0"});
        const auto guests = [&](const QList<PciAddress> &with, const QList<PciAddress> &without) {
            return layout(*hostdevXml(snapshot, gpu, with, without)).size();
        };
        QCOMPARE(guests({}, {}), 2);
        QCOMPARE(guests(addresses({u"0000:01:00.2"}), {}), 3);
        QCOMPARE(guests({}, addresses({u"0000:01:00.1"})), 1);
        QVERIFY(!hostdevXml(snapshot, gpu, addresses({u"0000:09:00.0"}), {}).ok());
    }

    void theTextIsReadable()
    {
        Snapshot snapshot = snapshotOf({
            function(u"0000:01:00.0", 0x030000, u"TU106 [GeForce RTX 2070]"_s),
            function(u"0000:01:00.1", 0x040300, u"TU106 High Definition Audio Controller"_s),
            function(u"0000:02:00.0", 0x010802, u"NVMe SSD"_s),
        });
        for (Function &function : snapshot.functions) {
            function.vendorName = u"NVIDIA Corporation"_s;
            function.group = IommuGroupId(16);
        }
        snapshot.functions[2].vendorName = u"Phison Electronics Corporation"_s;
        snapshot.functions[2].driver = u"nvme"_s;
        snapshot.groups = {{IommuGroupId(16), {}, addresses({u"0000:01:00.0", u"0000:01:00.1", u"0000:02:00.0"}), {}}};
        const QString expected =
            uR"(<!-- NVIDIA GeForce RTX 2070: 2 functions of its card, as one device of the guest -->
<!-- The VM will not start while 0000:02:00.0 (Phison NVMe SSD) is bound to the host driver nvme: it shares IOMMU group 16 -->
<!-- 0000:01:00.0: NVIDIA GeForce RTX 2070, IOMMU group 16 -->
<hostdev mode="subsystem" type="pci" managed="yes">
  <source>
    <address domain="0x0000" bus="0x01" slot="0x00" function="0x0"/>
  </source>
  <address type="pci" domain="0x0000" bus="0x08" slot="0x00" function="0x0" multifunction="on"/>
</hostdev>
<!-- 0000:01:00.1: NVIDIA TU106 High Definition Audio Controller, IOMMU group 16 -->
<hostdev mode="subsystem" type="pci" managed="yes">
  <source>
    <address domain="0x0000" bus="0x01" slot="0x00" function="0x1"/>
  </source>
  <address type="pci" domain="0x0000" bus="0x08" slot="0x00" function="0x1"/>
</hostdev>
)"_s;
        QCOMPARE(textOf(snapshot, addresses({u"0000:01:00.0"})), expected);
    }

    void theWholeSlotIsAssigned_data()
    {
        QTest::addColumn<Snapshot>("snapshot");
        QTest::addColumn<QList<PciAddress>>("requested");
        QTest::addColumn<QStringList>("expected");

        const Snapshot turing = snapshotOf({
            function(u"0000:00:01.0", 0x060400),
            function(u"0000:01:00.0", 0x030000),
            function(u"0000:01:00.1", 0x040300),
            function(u"0000:01:00.2", 0x0c0330),
            function(u"0000:01:00.3", 0x0c8000),
            function(u"0000:02:00.0", 0x030000),
        });
        const QStringList turingLayout = {u"0000:01:00.0 -> 0000:08:00.0 multifunction"_s,
                                          u"0000:01:00.1 -> 0000:08:00.1"_s,
                                          u"0000:01:00.2 -> 0000:08:00.2"_s,
                                          u"0000:01:00.3 -> 0000:08:00.3"_s};
        QTest::newRow("four functions") << turing << addresses({u"0000:01:00.0"}) << turingLayout;
        QTest::newRow("named by its audio") << turing << addresses({u"0000:01:00.1"}) << turingLayout;
        QTest::newRow("named twice") << turing << addresses({u"0000:01:00.1", u"0000:01:00.0", u"0000:01:00.1"}) << turingLayout;
        QTest::newRow("two GPUs") << turing << addresses({u"0000:02:00.0", u"0000:01:00.0"})
                                  << (QStringList{u"0000:02:00.0 -> 0000:08:00.0"_s}
                                      + QStringList(turingLayout).replaceInStrings(u" -> 0000:08"_s, u" -> 0000:09"_s));
        QTest::newRow("a single function needs no multifunction") << turing << addresses({u"0000:02:00.0"}) << QStringList{u"0000:02:00.0 -> 0000:08:00.0"_s};

        const Snapshot gaps = snapshotOf({function(u"10000:e1:00.1", 0x030000), function(u"10000:e1:00.4", 0x040300)});
        QTest::newRow("a wide domain, and no function 0")
            << gaps << addresses({u"10000:e1:00.1"}) << QStringList{u"10000:e1:00.1 -> 0000:08:00.0 multifunction"_s, u"10000:e1:00.4 -> 0000:08:00.3"_s};

        const Snapshot mixed = snapshotOf({function(u"0000:00:1f.0", 0x060100), function(u"0000:00:1f.3", 0x040300), function(u"0000:00:1f.4", 0x0c0500)});
        QTest::newRow("bridges of the slot stay") << mixed << addresses({u"0000:00:1f.3"})
                                                  << QStringList{u"0000:00:1f.3 -> 0000:08:00.0 multifunction"_s, u"0000:00:1f.4 -> 0000:08:00.1"_s};

        Snapshot virtualFunctions = snapshotOf({function(u"0000:03:00.0", 0x030000), function(u"0000:03:00.1", 0x030000), function(u"0000:03:00.2", 0x030000)});
        for (Function &function : virtualFunctions.functions) {
            if (function.address.function > 0)
                function.physicalFunction = virtualFunctions.functions.front().address;
        }
        QTest::newRow("virtual functions are assigned alone") << virtualFunctions << addresses({u"0000:03:00.2", u"0000:03:00.1"})
                                                        << QStringList{u"0000:03:00.2 -> 0000:08:00.0"_s, u"0000:03:00.1 -> 0000:09:00.0"_s};
        QTest::newRow("the physical function without them")
            << virtualFunctions << addresses({u"0000:03:00.0"}) << QStringList{u"0000:03:00.0 -> 0000:08:00.0"_s};
    }

    void theWholeSlotIsAssigned()
    {
        QFETCH(const Snapshot, snapshot);
        QFETCH(const QList<PciAddress>, requested);
        QFETCH(const QStringList, expected);
        const QString text = textOf(snapshot, requested);
        QCOMPARE(layout(text), expected);
        QCOMPARE(libvirtsVerdict(text), QString());
    }

    void groupBlockersOfEveryGroupOfTheSlotAreNamed()
    {
        Snapshot snapshot = snapshotOf({
            function(u"0000:01:00.0", 0x030000),
            function(u"0000:01:00.1", 0x040300),
            function(u"0000:02:00.0", 0x010802),
        });
        snapshot.functions[2].driver = u"nvme"_s;
        for (const auto &[index, group] : {std::pair(0, 16), std::pair(1, 17), std::pair(2, 17)})
            snapshot.functions[index].group = IommuGroupId(group);
        snapshot.groups = {{IommuGroupId(16), {}, addresses({u"0000:01:00.0"}), {}}, {IommuGroupId(17), {}, addresses({u"0000:01:00.1", u"0000:02:00.0"}), {}}};
        const QString text = textOf(snapshot, addresses({u"0000:01:00.0"}));
        QVERIFY2(text.contains(u"while 0000:02:00.0 ("), qPrintable(text));
    }

    void missingAndUnassignableAddressesAreNamed()
    {
        const Snapshot snapshot = snapshotOf({function(u"0000:00:00.0", 0x060000), function(u"0000:00:01.0", 0x060400), function(u"0000:01:00.0", 0x030000)});
        QVERIFY(textOf(snapshot, addresses({u"0000:01:00.0", u"0000:05:00.0"})).contains(u"no PCI function 0000:05:00.0"));
        QVERIFY(textOf(snapshot, addresses({u"0000:00:01.0"})).contains(u"0000:00:01.0 ("));
        QVERIFY(textOf(snapshot, addresses({u"0000:00:00.0"})).contains(u"stays with the host"));
        QVERIFY(textOf(snapshot, {}).contains(u"No device was named"));
    }

    void aGuestHasSoManyBuses()
    {
        std::vector<Function> functions;
        QList<PciAddress> all;
        for (quint32 i = 0; i < 249; ++i) {
            functions.push_back(function(u"0000:00:00.0", 0x030000));
            functions.back().address.bus = quint8(i);
            all += functions.back().address;
        }
        const Snapshot snapshot = snapshotOf(functions);
        QVERIFY(textOf(snapshot, all).contains(u"248"));
        QVERIFY(layout(textOf(snapshot, all.first(248))).last().endsWith(u"-> 0000:ff:00.0"));
    }

    void aHostileNameCannotEndTheComment()
    {
        for (const QString &name :
             {u"--><evil/>"_s, u"---"_s, u"a--"_s, u"-"_s, u"\x1b[2J\n\r\0"_s, QString(QChar(0xd800)), QString(QChar(0xffff)), u"<!-- & -->"_s}) {
            Snapshot snapshot = snapshotOf({function(u"0000:01:00.0", 0x030000, name), function(u"0000:01:00.1", 0x040300, name)});
            snapshot.functions[0].vendorName = name;
            const QString text = textOf(snapshot, addresses({u"0000:01:00.0"}));
            QCOMPARE(layout(text).size(), 2);
            QVERIFY(!text.contains(u"<evil/>") || text.contains(u"- -><evil/>"));
            QVERIFY(!text.contains(QChar(0x1b)));
            QCOMPARE(libvirtsVerdict(text), QString());
        }
    }

    void theSameSnapshotAlwaysGivesTheSameText()
    {
        const Snapshot snapshot = fixture::snapshotOf(u"x570-aorus-elite-tu106"_s);
        const auto gpu = std::ranges::find_if(snapshot.functions, isDisplay);
        QVERIFY(gpu != snapshot.functions.end());
        const QString first = textOf(snapshot, {gpu->address});
        for (int i = 0; i < 20; ++i)
            QCOMPARE(textOf(snapshot, {gpu->address}), first);
    }

    void libvirtAcceptsEveryGpuOfEveryMachine_data()
    {
        QTest::addColumn<QString>("machine");
        for (const QString &name : fixture::machineNames())
            QTest::newRow(qPrintable(name)) << name;
    }

    void libvirtAcceptsEveryGpuOfEveryMachine()
    {
        QFETCH(const QString, machine);
        const Snapshot snapshot = fixture::snapshotOf(machine);
        QList<PciAddress> gpus;
        for (const Function &function : snapshot.functions) {
            if (isGpu(function))
                gpus += function.address;
        }
        QVERIFY(!gpus.isEmpty());
        for (const PciAddress &gpu : gpus) {
            const QString text = textOf(snapshot, {gpu});
            const QStringList assigned = layout(text);
            const QList<const Function *> together = assignedTogetherWith(snapshot, *snapshot.function(gpu));
            QCOMPARE(assigned.size(), together.size());
            for (const Function *function : together)
                QCOMPARE(assigned.filter(function->address.toString() + u" ->").size(), 1);
            QCOMPARE(libvirtsVerdict(text), QString());
        }
        QCOMPARE(libvirtsVerdict(textOf(snapshot, gpus)), QString());
    }

    void libvirtsSchemaRejectsIncompleteElements()
    {
        QVERIFY(!libvirtsVerdict(u"<hostdev mode='subsystem' type='pci'/>"_s).isEmpty());
    }
};

TURNOUT_TEST(HostdevXmlTest)

#include "hostdevxmltest.moc"
