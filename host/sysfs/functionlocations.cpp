// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionlocations.h"

#include "parse.h"

#include <algorithm>
#include <numeric>

namespace host
{

namespace
{
/// `path` as "../../../devices/pci0000:00/0000:00:01.0/0000:01:00.0"
FunctionLocation location(const core::PciAddress &address, std::string_view path)
{
    const std::string_view last = baseName(path);
    path.remove_suffix(std::min(last.size() + 1, path.size()));
    auto parent = pciAddress(baseName(path));
    // A bridge's own bus has a lower number than those behind it (PCI-to-PCI Bridge 1.2, 3.2.5.4). A copy of a machine
    // may differ, and form a circle.
    if (parent && parent->domain == address.domain && parent->bus >= address.bus)
        parent.reset();
    return {.address = address, .parent = parent, .above = deepestPciAddress(path), .depth = int(std::ranges::count(path, '/'))};
}
}

std::vector<core::PciAddress> blockedFunctions(const Directory &root)
{
    std::vector<core::PciAddress> found;
    root.child("run/turnout/blocked").forEachEntry([&](const char *name) {
        if (const auto address = pciAddress(name))
            found.push_back(*address);
    });
    return found;
}

std::vector<FunctionLocation> locations(const Directory &devices, const std::vector<core::PciAddress> &blocked)
{
    std::vector<FunctionLocation> found;
    devices.forEachEntry([&](const char *name) {
        const auto address = pciAddress(name);
        const auto path = address ? devices.link(name) : std::nullopt;
        if (!path)
            return;
        found.push_back(location(*address, *path));
        found.back().blocked = std::ranges::find(blocked, *address) != blocked.end();
    });
    std::ranges::sort(found, {}, &FunctionLocation::address);
    return found;
}

std::vector<size_t> parentsFirst(const std::vector<FunctionLocation> &locations)
{
    std::vector<size_t> order(locations.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](size_t i) {
        return locations[i].depth;
    });
    return order;
}

}
