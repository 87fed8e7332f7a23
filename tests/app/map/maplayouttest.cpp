// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/maplayout.h"
#include "core/pci/pciclass.h"
#include "mapsamples.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::GroupShape;
using app::MapLayout;
using app::MapLink;
using app::MapNode;

namespace
{
/// A snapshot with its map.
struct Drawn {
    explicit Drawn(const QString &name)
        : snapshot(sample::named(name))
        , annotations(app::annotate(snapshot))
        , layout(app::layoutMap(snapshot, annotations, {}))
    {
    }

    core::Snapshot snapshot;
    app::Annotations annotations;
    MapLayout layout;
};

void addRows(const QString &kind = {})
{
    QTest::addColumn<QString>("name");
    for (const QString &name : sample::names()) {
        if (name.startsWith(kind))
            QTest::newRow(qPrintable(name)) << name;
    }
}

QString addressOf(const MapNode &node)
{
    return node.function ? node.function->address.toString() : node.title;
}

bool isPartOf(const MapNode &node, const GroupShape &group)
{
    return node.function && node.function->group == group.id;
}
}

/// What holds for every map: of real machines, of generated ones, and of trees that no machine has.
class MapLayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFunctionIsOnTheMapOnce_data()
    {
        addRows();
    }
    void everyFunctionIsOnTheMapOnce()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        QCOMPARE(drawn.layout.functions.size(), drawn.snapshot.functions.size());
        QCOMPARE(size_t(drawn.layout.index.size()), drawn.snapshot.functions.size());
        for (const core::Function &function : drawn.snapshot.functions) {
            const int node = drawn.layout.index.value(function.address, -1);
            QVERIFY(node >= 0);
            QCOMPARE(drawn.layout.nodes[size_t(node)].function, &function);
        }
    }

    void nodesDoNotOverlap_data()
    {
        addRows();
    }
    void nodesDoNotOverlap()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        std::vector<MapNode> nodes = drawn.layout.nodes;
        std::ranges::sort(nodes, {}, [](const MapNode &node) {
            return node.rect.top();
        });
        for (auto a = nodes.begin(); a != nodes.end(); ++a) {
            QVERIFY(a->rect.isValid());
            for (auto b = a + 1; b != nodes.end() && b->rect.top() < a->rect.bottom(); ++b)
                QVERIFY2(!a->rect.intersects(b->rect), qPrintable(addressOf(*a) + u' ' + addressOf(*b)));
        }
    }

    void aGroupEnclosesItsMembersAndNoOtherFunction_data()
    {
        addRows();
    }
    void aGroupEnclosesItsMembersAndNoOtherFunction()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        QCOMPARE(drawn.layout.groups.size(), drawn.snapshot.groups.size());
        for (const GroupShape &group : drawn.layout.groups) {
            for (const MapNode &node : drawn.layout.nodes) {
                const auto around = std::ranges::count_if(group.parts, [&](const QRectF &part) {
                    return part.contains(node.rect);
                });
                const auto touching = std::ranges::count_if(group.parts, [&](const QRectF &part) {
                    return part.intersects(node.rect);
                });
                QVERIFY2(around == int(isPartOf(node, group)) && touching == around, qPrintable(addressOf(node)));
            }
        }
    }

    void groupsDoNotOverlap_data()
    {
        addRows();
    }
    void groupsDoNotOverlap()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        std::vector<std::pair<QRectF, quint32>> parts;
        for (const GroupShape &group : drawn.layout.groups) {
            for (const QRectF &part : group.parts)
                parts.emplace_back(part, core::number(group.id));
        }
        for (auto a = parts.begin(); a != parts.end(); ++a) {
            for (auto b = a + 1; b != parts.end(); ++b)
                QVERIFY2(a->second == b->second || !a->first.intersects(b->first), qPrintable(u"groups %1 and %2"_s.arg(a->second).arg(b->second)));
        }
    }

    void aBridgeStandsLeftOfWhatHangsBelowIt_data()
    {
        addRows();
    }
    void aBridgeStandsLeftOfWhatHangsBelowIt()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        for (const MapNode &node : drawn.layout.nodes) {
            if (node.parent < 0)
                continue;
            const MapNode &above = drawn.layout.nodes[size_t(node.parent)];
            QVERIFY(above.rect.right() < node.rect.left());
            QVERIFY(above.track <= node.track);
            QVERIFY(node.rect.top() < node.track && node.track < node.rect.bottom());
        }
    }

    void tracksPassBetweenNodes_data()
    {
        addRows();
    }
    void tracksPassBetweenNodes()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        for (const MapLink &link : drawn.layout.links) {
            const MapNode &from = drawn.layout.nodes[size_t(link.from)];
            const MapNode &to = drawn.layout.nodes[size_t(link.to)];
            if (from.row == to.row)
                continue;
            const QRectF down(link.turn - 1, from.track, 2, to.track - from.track);
            const QRectF across(link.turn, to.track - 1, to.rect.left() - link.turn, 2);
            for (const MapNode &node : drawn.layout.nodes)
                QVERIFY2(!node.rect.intersects(down) && !node.rect.intersects(across), qPrintable(addressOf(to) + u" through "_s + addressOf(node)));
        }
    }

    void theSameMachineGivesTheSameMap_data()
    {
        addRows();
    }
    void theSameMachineGivesTheSameMap()
    {
        QFETCH(QString, name);
        const Drawn first(name);
        const Drawn second(name);
        QVERIFY(std::ranges::equal(first.layout.nodes, second.layout.nodes, {}, &MapNode::rect, &MapNode::rect));
        QVERIFY(std::ranges::equal(first.layout.groups, second.layout.groups, {}, &GroupShape::parts, &GroupShape::parts));
    }

    void groupsOfRealMachinesAreDrawnInOnePiece_data()
    {
        addRows(u"real:"_s);
    }
    void groupsOfRealMachinesAreDrawnInOnePiece()
    {
        QFETCH(QString, name);
        const Drawn drawn(name);
        for (const GroupShape &group : drawn.layout.groups) {
            // Functions behind a VMD controller have a PCI domain of their own and the group of the controller.
            QSet<quint32> domains;
            for (const core::PciAddress &member : drawn.snapshot.group(group.id)->members)
                domains.insert(member.domain);
            QVERIFY2(group.parts.size() == domains.size(), qPrintable(u"group %1"_s.arg(core::number(group.id))));
        }
    }

    void gpusComeBeforeTheirNeighbors()
    {
        const Drawn drawn(u"real:x570-aorus-elite-tu106"_s);
        const auto firstLeaf = std::ranges::find_if(drawn.layout.nodes, [](const MapNode &node) {
            return node.kind != app::NodeKind::RootBus && node.kind != app::NodeKind::Port;
        });
        QVERIFY(firstLeaf != drawn.layout.nodes.end());
        QCOMPARE(firstLeaf->function->address.toShortString(), u"0c:00.0"_s);
    }

    void aGroupSpreadOverTheTreeIsDrawnInParts()
    {
        core::Snapshot snapshot = sample::fiveGpus();
        // The boot GPU's group now takes in the last one, with three other GPUs between them.
        for (core::Function &function : snapshot.functions) {
            if (function.address.toShortString() == u"06:00.0")
                function.group = core::IommuGroupId{1};
        }
        const MapLayout layout = app::layoutMap(snapshot, {}, {});
        const auto group = std::ranges::find(layout.groups, core::IommuGroupId{1}, &GroupShape::id);
        QCOMPARE(group->parts.size(), 2);
        QCOMPARE(group->members, 2);
        QVERIFY(group->named());
    }

    void theBlockersOfAGroupAreMarked()
    {
        const Drawn drawn(u"five"_s);
        QStringList marked;
        for (const MapNode &node : drawn.layout.nodes) {
            if (node.blocksGroup)
                marked += addressOf(node);
        }
        QCOMPARE(marked, QStringList{u"0000:03:00.0"_s});
    }

    void layoutOf4096Functions()
    {
        const core::Snapshot snapshot = sample::named(u"generated:4096"_s);
        const app::Annotations annotations = app::annotate(snapshot);
        QBENCHMARK {
            const MapLayout layout = app::layoutMap(snapshot, annotations, {});
            QCOMPARE(layout.functions.size(), size_t(4096));
        }
    }
};

TURNOUT_TEST(MapLayoutTest)

#include "maplayouttest.moc"
