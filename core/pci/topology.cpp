// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "topology.h"

#include <QHash>

#include <algorithm>
#include <map>

namespace core
{

namespace
{
/// The physical function of a virtual one. Its address is lower (PCIe 6.0, 9.2.1.2), so walking up ends.
const Function *physicalAbove(const Snapshot &snapshot, const Function &function)
{
    const Function *physical = function.physicalFunction && *function.physicalFunction < function.address ? snapshot.function(*function.physicalFunction) : nullptr;
    return physical && !physical->physicalFunction ? physical : nullptr;
}

using ChildrenOf = QHash<const Function *, std::vector<const Function *>>;

/// As deep as bus numbers go at most: 256.
std::vector<TopologyNode> nodes(const std::vector<const Function *> &functions, const ChildrenOf &childrenOf)
{
    std::vector<TopologyNode> made;
    made.reserve(functions.size());
    for (const Function *function : functions) {
        const auto below = childrenOf.constFind(function);
        made.push_back({function, below == childrenOf.constEnd() ? std::vector<TopologyNode>() : nodes(*below, childrenOf)});
    }
    return made;
}
}

const Function *bridgeAbove(const Snapshot &snapshot, const Function &function)
{
    if (!function.parent || function.parent->domain != function.address.domain || function.parent->bus >= function.address.bus)
        return nullptr;
    return snapshot.function(*function.parent);
}

const Function *portOfItsOwn(const Snapshot &snapshot, const QList<const Function *> &functions)
{
    const Function *port = functions.isEmpty() ? nullptr : bridgeAbove(snapshot, *functions.first());
    const bool alone = port && std::ranges::all_of(snapshot.functions, [&](const Function &other) {
                           return other.parent != port->address || functions.contains(&other);
                       });
    return alone ? port : nullptr;
}

std::vector<const Function *> virtualFunctionsOf(const Snapshot &snapshot, const Function &physical)
{
    std::vector<const Function *> found;
    for (const Function &function : snapshot.functions) {
        if (function.physicalFunction == physical.address)
            found.push_back(&function);
    }
    return found;
}

int virtualFunctionNumber(const Snapshot &snapshot, const Function &function)
{
    return int(std::ranges::count_if(snapshot.functions, [&function](const Function &other) {
        return function.physicalFunction && other.physicalFunction == function.physicalFunction && other.address <= function.address;
    }));
}

std::vector<RootBus> topology(const Snapshot &snapshot)
{
    ChildrenOf childrenOf;
    std::map<std::pair<quint32, quint8>, std::vector<const Function *>> onRootBus;
    for (const Function &function : snapshot.functions) {
        if (const Function *physical = physicalAbove(snapshot, function))
            childrenOf[physical].push_back(&function);
        else if (const Function *bridge = bridgeAbove(snapshot, function))
            childrenOf[bridge].push_back(&function);
        else
            onRootBus[{function.address.domain, function.address.bus}].push_back(&function);
    }

    std::vector<RootBus> buses;
    buses.reserve(onRootBus.size());
    for (const auto &[place, functions] : onRootBus)
        buses.push_back({place.first, place.second, nodes(functions, childrenOf)});
    return buses;
}

}
