// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "movable.h"

#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <algorithm>
#include <array>

namespace core
{

namespace
{
/// SMBIOS 3.7, 7.4.1: portable, laptop, notebook, handheld, all-in-one, sub-notebook, tablet, convertible, detachable, mini PC,
/// stick PC.
constexpr std::array<quint8, 11> closedChassis{0x08, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x1e, 0x1f, 0x20, 0x23, 0x24};

bool isSecurityProcessor(const Function &function)
{
    return function.classCode >> 16 == 0x10;
}

bool isNvSwitch(const Function &function)
{
    return function.vendor == 0x10de && function.classCode >> 8 == 0x0680;
}

/// A GPU on a module of a board with NVSwitches (SXM).
bool isOnModule(const Snapshot &snapshot, const Function &function)
{
    return function.vendor == 0x10de && function.classCode >> 8 == 0x0302 && std::ranges::any_of(snapshot.functions, isNvSwitch);
}

/// Below an internal bus of the processor, like its graphics, or of the chipset.
bool isOfProcessor(const Snapshot &snapshot, const Function &function)
{
    const QList<const Function *> mates = snapshot.slotOf(function.address);
    return std::ranges::any_of(mates, [](const Function *mate) {
        return isSecurityProcessor(*mate) || isBridge(*mate);
    });
}
}

bool canBeMoved(const Snapshot &snapshot, const Function &function)
{
    const auto &chassis = snapshot.machine.chassis;
    const bool isClosed = chassis && std::ranges::find(closedChassis, *chassis) != closedChassis.end();
    return !isClosed && !isBridge(function) && bridgeAbove(snapshot, function) && !isOfProcessor(snapshot, function) && !isOnModule(snapshot, function);
}

QList<const Function *> splitPorts(const Snapshot &snapshot, const Function &port)
{
    QList<const Function *> ports = snapshot.slotOf(port.address);
    ports.removeIf([&port](const Function *other) {
        return other == &port || !isBridge(*other);
    });
    return bridgeAbove(snapshot, port) ? QList<const Function *>() : ports;
}

}
