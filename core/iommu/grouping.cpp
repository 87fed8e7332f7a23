// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "grouping.h"

#include "assignedtogether.h"
#include "isolation.h"
#include "merge.h"
#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using Functions = QList<const Function *>;

/// Disjoint sets of functions.
class Partition
{
public:
    const Function *leader(const Function *function) const
    {
        const Function *above = m_above.value(function, function);
        while (above != function) {
            function = above;
            above = m_above.value(function, function);
        }
        return function;
    }

    /// False where the two were already joined.
    bool join(const Function *one, const Function *other)
    {
        const Function *a = leader(one);
        const Function *b = leader(other);
        if (a == b)
            return false;
        // The lowest address leads, so that sets come out in address order.
        m_above.insert(std::max(a, b, byAddress), std::min(a, b, byAddress));
        return true;
    }

private:
    static bool byAddress(const Function *a, const Function *b)
    {
        return a->address < b->address;
    }

    QHash<const Function *, const Function *> m_above;
};

Functions bridgesAbove(const Snapshot &snapshot, const Function &function)
{
    Functions bridges;
    for (const Function *bridge = bridgeAbove(snapshot, function); bridge; bridge = bridgeAbove(snapshot, *bridge))
        bridges.append(bridge);
    return bridges;
}

/// The functions of the slot that are not isolated from each other, in order.
Functions mixedInSlot(const Snapshot &snapshot, const Function &function)
{
    Functions mixed;
    for (const Function *mate : snapshot.slotOf(function.address)) {
        if (isMultifunction(snapshot, *mate) && isolation(snapshot, *mate) != Isolation::Isolates)
            mixed.append(mate);
    }
    return mixed;
}

/// An upstream port that is one function among others of its device, and so merges with them rather than with its bus.
/// Where the type could not be read: not on a root bus and not among bridges alone.
bool isUpstreamPortAmongOthers(const Snapshot &snapshot, const Function &bridge)
{
    if (!isMultifunction(snapshot, bridge))
        return false;
    if (bridge.capabilities)
        return bridge.capabilities->pcieType == PcieType::UpstreamPort;
    return bridgeAbove(snapshot, bridge) && !std::ranges::all_of(snapshot.slotOf(bridge.address), [](const Function *mate) {
               return isBridge(*mate);
           });
}

Merge throughBridge(const Snapshot &snapshot, const Function &function, const Function *bridge)
{
    Merge merge{.one = &function, .other = bridge, .kind = ShareReason::Kind::PortWithoutIsolation, .mergingBridge = bridge};
    merge.certain = isolation(snapshot, *bridge) == Isolation::DoesNot;
    if (isUpstreamPortAmongOthers(snapshot, *bridge)) {
        merge.kind = ShareReason::Kind::MultifunctionWithoutIsolation;
        merge.mergingBridge = mixedInSlot(snapshot, *bridge).value(0, bridge);
    }
    return merge;
}

QList<Merge> upwardMerges(const Snapshot &snapshot, const Function &function)
{
    QList<Merge> merges;
    const Functions bridges = bridgesAbove(snapshot, function);
    // pci_for_each_dma_alias: the IOMMU sees the uppermost bridge that takes over the requester ID.
    const auto last = std::ranges::find_if(std::views::reverse(bridges), [](const Function *bridge) {
        return takesOverRequesterId(*bridge);
    });
    const qsizetype seen = last.base() - bridges.begin();
    for (qsizetype i = 0; i < seen; ++i) {
        if (takesOverRequesterId(*bridges[i]))
            merges.append({.one = &function, .other = bridges[i], .kind = ShareReason::Kind::ConventionalBridge, .mergingBridge = bridges[i]});
    }
    // Above that, every port that does not redirect peer-to-peer traffic merges all functions below it.
    for (qsizetype i = seen; i < bridges.size(); ++i) {
        if (isolation(snapshot, *bridges[i]) != Isolation::Isolates)
            merges.append(throughBridge(snapshot, function, bridges[i]));
    }
    return merges;
}

QList<Merge> slotMerges(const Snapshot &snapshot, const Function &function)
{
    QList<Merge> merges;
    const Functions mixed = mixedInSlot(snapshot, function);
    if (!mixed.contains(&function))
        return merges;
    for (const Function *mate : mixed) {
        if (mate == &function)
            continue;
        const bool certain = isolation(snapshot, *mate) == Isolation::DoesNot && isolation(snapshot, function) == Isolation::DoesNot;
        merges.append(
            {.one = &function, .other = mate, .kind = ShareReason::Kind::MultifunctionWithoutIsolation, .mergingBridge = mixed.first(), .certain = certain});
    }
    return merges;
}

bool hasAnyGroup(const Snapshot &snapshot)
{
    return std::ranges::any_of(snapshot.functions, [](const Function &function) {
        return function.group.has_value();
    });
}

/// Whether an unread function decides what `function` is grouped with.
bool dependsOnUnread(const Snapshot &snapshot, const Function &function)
{
    return std::ranges::any_of(mergesOf(snapshot, function), [](const Merge &merge) {
        return !merge.certain;
    });
}

Functions membersOf(const Snapshot &snapshot, const Group &group)
{
    Functions members;
    for (const PciAddress &address : group.members) {
        if (const Function *function = snapshot.function(address))
            members.append(function);
    }
    return members;
}

bool contains(const QList<ShareReason> &reasons, ShareReason::Kind kind, const Function &mergingBridge)
{
    return std::ranges::any_of(reasons, [&](const ShareReason &reason) {
        return reason.kind == kind && reason.address == mergingBridge.address;
    });
}

/// Bound to a driver that lets the kernel manage DMA, and so keeps its whole group from user space.
bool holdsGroup(const Function &member)
{
    return !isBridge(member) && isOnHostDriver(member);
}
}

QList<Merge> mergesOf(const Snapshot &snapshot, const Function &function)
{
    QList<Merge> merges;
    for (const Function *alias : dmaAliases(snapshot, function)) {
        merges.append({.one = &function, .other = alias, .kind = ShareReason::Kind::DmaAlias, .mergingBridge = isBehindVmd(function) ? alias : &function});
    }
    // Functions behind VMD have no requester ID of their own: only the controller's location counts.
    if (isBehindVmd(function) && !merges.isEmpty())
        return merges;
    return merges + upwardMerges(snapshot, function) + slotMerges(snapshot, function);
}

QList<ShareReason> sharedBecause(const Snapshot &snapshot, const Group &group)
{
    const Functions members = membersOf(snapshot, group);
    if (members.size() < 2)
        return {};

    QList<ShareReason> reasons;
    const auto explain = [&](const Merge &merge) {
        if (!contains(reasons, merge.kind, *merge.mergingBridge) && !isWithinCard(snapshot, merge, members))
            reasons.append(explained(snapshot, merge, members));
    };
    const auto flag = [&](const Function &function, ShareReason::Kind kind, bool keptApart) {
        if (!contains(reasons, kind, function))
            reasons.append(unexplained(function, kind, keptApart));
    };

    const QSet<const Function *> inGroup(members.cbegin(), members.cend());
    Partition explainedSoFar;
    QList<Merge> likely;
    for (const Function *member : members) {
        for (const Merge &merge : mergesOf(snapshot, *member)) {
            if (!merge.certain)
                likely.append(merge);
            else if (inGroup.contains(merge.other)) {
                explainedSoFar.join(merge.one, merge.other);
                explain(merge);
            } else if (merge.other->group)
                flag(*merge.other, ShareReason::Kind::DisagreesWithRules, true);
        }
    }

    // Nearest to the root first: one port there explains all functions below it.
    std::ranges::stable_sort(likely, {}, [](const Merge &merge) {
        return merge.mergingBridge->address;
    });
    for (const Merge &merge : std::as_const(likely)) {
        if (inGroup.contains(merge.other) && explainedSoFar.join(merge.one, merge.other))
            explain(merge);
    }

    for (const Function *member : members) {
        if (member == members.first() || !explainedSoFar.join(members.first(), member))
            continue;
        const bool unread = dependsOnUnread(snapshot, *member) || dependsOnUnread(snapshot, *members.first());
        flag(*member, unread ? ShareReason::Kind::Unknown : ShareReason::Kind::DisagreesWithRules, false);
    }

    std::ranges::stable_sort(reasons, {}, [](const ShareReason &reason) {
        return std::pair(reason.address, reason.kind);
    });
    return reasons;
}

QList<ExpectedGroup> expectedGroups(const Snapshot &snapshot)
{
    const bool all = !hasAnyGroup(snapshot);
    const auto counts = [all](const Function &function) {
        return all || function.group.has_value();
    };

    Partition partition;
    QList<Merge> likely;
    for (const Function &function : snapshot.functions) {
        if (!counts(function))
            continue;
        for (const Merge &merge : mergesOf(snapshot, function)) {
            if (!merge.certain)
                likely.append(merge);
            else if (counts(*merge.other))
                partition.join(merge.one, merge.other);
        }
    }

    QList<ExpectedGroup> groups;
    QHash<const Function *, qsizetype> groupOfLeader;
    for (const Function &function : snapshot.functions) {
        if (!counts(function))
            continue;
        const Function *leader = partition.leader(&function);
        if (!groupOfLeader.contains(leader)) {
            groupOfLeader.insert(leader, groups.size());
            groups.append(ExpectedGroup());
        }
        groups[groupOfLeader.value(leader)].members.append(function.address);
    }
    for (const Merge &merge : std::as_const(likely)) {
        for (const Function *end : {merge.one, merge.other}) {
            if (counts(*end) && partition.leader(merge.one) != partition.leader(merge.other))
                groups[groupOfLeader.value(partition.leader(end))].certain = false;
        }
    }
    return groups;
}

QList<const Function *> groupBlockers(const Snapshot &snapshot, const Group &group, const QList<const Function *> &assignedTogether)
{
    Functions found = membersOf(snapshot, group);
    found.removeIf([&](const Function *member) {
        return assignedTogether.contains(member) || !holdsGroup(*member);
    });
    return found;
}

QList<const Function *> groupBlockers(const Snapshot &snapshot, const Group &group, const PciAddress &gpu)
{
    const Function *asked = snapshot.function(gpu);
    return groupBlockers(snapshot, group, asked ? assignedTogetherWith(snapshot, *asked) : Functions());
}

}
