// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/topology.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::PciAddress;

namespace
{
/// "0000:00:01.0<" is on a root bus; "0000:01:00.0<0000:00:01.0" names its bridge.
core::Snapshot machine(const QStringList &functions)
{
    core::Snapshot snapshot;
    for (const QString &text : functions) {
        core::Function function;
        function.address = PciAddress::parse(text.section(u'<', 0, 0)).value();
        function.parent = PciAddress::parse(text.section(u'<', 1));
        snapshot.functions.push_back(function);
    }
    return snapshot;
}

/// "01:00.0(02:00.0 02:00.1)": a bridge with the functions behind it.
QString text(const std::vector<core::TopologyNode> &nodes)
{
    QStringList parts;
    for (const core::TopologyNode &node : nodes) {
        parts << node.function->address.toShortString();
        if (!node.children.empty())
            parts.last() += u'(' + text(node.children) + u')';
    }
    return parts.join(u' ');
}

QStringList text(const std::vector<core::RootBus> &buses)
{
    QStringList lines;
    for (const core::RootBus &bus : buses)
        lines << QString::asprintf("%04x:%02x ", bus.domain, bus.bus) + text(bus.children);
    return lines;
}
}

class TopologyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptySnapshotHasNoBuses()
    {
        QVERIFY(core::topology({}).empty());
    }

    void functionsAreBelowTheirBridges()
    {
        const core::Snapshot snapshot =
            machine({u"0000:00:00.0<"_s, u"0000:00:01.0<"_s, u"0000:01:00.0<0000:00:01.0"_s, u"0000:02:00.0<0000:01:00.0"_s, u"0000:02:00.1<0000:01:00.0"_s});
        QCOMPARE(text(core::topology(snapshot)), QStringList{u"0000:00 00:00.0 00:01.0(01:00.0(02:00.0 02:00.1))"_s});
    }

    void everyHostBridgeHasItsOwnRootBus()
    {
        const core::Snapshot snapshot =
            machine({u"0000:00:01.0<"_s, u"0000:01:00.0<0000:00:01.0"_s, u"0000:20:01.0<"_s, u"0000:60:01.0<"_s, u"0001:00:01.0<"_s});
        QCOMPARE(text(core::topology(snapshot)),
                 (QStringList{u"0000:00 00:01.0(01:00.0)"_s, u"0000:20 20:01.0"_s, u"0000:60 60:01.0"_s, u"0001:00 0001:00:01.0"_s}));
    }

    void aVmdDomainHasItsOwnRootBus()
    {
        // Intel VMD has domain 10000 without a host bridge function in it; the controller is in domain 0.
        const core::Snapshot snapshot = machine({u"0000:00:0e.0<"_s, u"10000:e0:1d.0<0000:00:0e.0"_s, u"10000:e2:00.0<10000:e0:1d.0"_s});
        QCOMPARE(text(core::topology(snapshot)), (QStringList{u"0000:00 00:0e.0"_s, u"10000:e0 10000:e0:1d.0(10000:e2:00.0)"_s}));
    }

    void aFunctionWhoseBridgeIsMissingIsStillShown()
    {
        const core::Snapshot snapshot = machine({u"0000:00:00.0<"_s, u"0000:05:00.0<0000:00:1c.0"_s});
        QCOMPARE(text(core::topology(snapshot)), (QStringList{u"0000:00 00:00.0"_s, u"0000:05 05:00.0"_s}));
    }

    void virtualFunctionsAreBelowTheirPhysicalOne()
    {
        core::Snapshot snapshot = machine({u"0000:00:01.0<"_s, u"0000:01:00.0<0000:00:01.0"_s, u"0000:01:00.1<0000:00:01.0"_s, u"0000:02:00.0<0000:00:01.0"_s});
        snapshot.functions[2].physicalFunction = snapshot.functions[3].physicalFunction = snapshot.functions[1].address;
        QCOMPARE(text(core::topology(snapshot)), QStringList{u"0000:00 00:01.0(01:00.0(01:00.1 02:00.0))"_s});
        QCOMPARE(core::virtualFunctionNumber(snapshot, snapshot.functions[1]), 0);
        QCOMPARE(core::virtualFunctionNumber(snapshot, snapshot.functions[2]), 1);
        QCOMPARE(core::virtualFunctionNumber(snapshot, snapshot.functions[3]), 2);
        QCOMPARE(core::virtualFunctionsOf(snapshot, snapshot.functions[1]).size(), 2u);
    }

    void impossiblePhysicalFunctionsHideNothing()
    {
        core::Snapshot snapshot = machine({u"0000:00:01.0<"_s, u"0000:01:00.0<0000:00:01.0"_s, u"0000:01:00.1<0000:00:01.0"_s, u"0000:01:00.2<0000:00:01.0"_s});
        snapshot.functions[1].physicalFunction = snapshot.functions[2].address; // above it
        snapshot.functions[2].physicalFunction = snapshot.functions[2].address;
        snapshot.functions[3].physicalFunction = PciAddress::parse(u"0000:09:00.0"_s);
        QCOMPARE(text(core::topology(snapshot)), QStringList{u"0000:00 00:01.0(01:00.0 01:00.1 01:00.2)"_s});
    }

    void bridgesThatNameEachOtherAreAllShownOnce()
    {
        const core::Snapshot snapshot = machine({u"0000:01:00.0<0000:02:00.0"_s, u"0000:02:00.0<0000:01:00.0"_s, u"0000:03:00.0<0000:03:00.0"_s});
        QCOMPARE(text(core::topology(snapshot)), (QStringList{u"0000:01 01:00.0(02:00.0)"_s, u"0000:03 03:00.0"_s}));
    }
};

TURNOUT_TEST(TopologyTest)
#include "topologytest.moc"
