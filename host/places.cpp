// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "places.h"

#include "parse.h"

#include <algorithm>
#include <numeric>

namespace host
{

namespace
{
/// `path` as "../../../devices/pci0000:00/0000:00:01.0/0000:01:00.0"
Place place(const core::PciAddress &address, std::string_view path)
{
    const std::string_view last = baseName(path);
    path.remove_suffix(std::min(last.size() + 1, path.size()));
    return {.address = address, .parent = pciAddress(baseName(path)), .above = deepestPciAddress(path), .depth = int(std::ranges::count(path, '/'))};
}
}

std::vector<Place> places(const Directory &devices)
{
    std::vector<Place> found;
    devices.forEachEntry([&](const char *name) {
        const auto address = pciAddress(name);
        const auto path = address ? devices.link(name) : std::nullopt;
        if (path)
            found.push_back(place(*address, *path));
    });
    std::ranges::sort(found, {}, &Place::address);
    return found;
}

std::vector<size_t> parentsFirst(const std::vector<Place> &places)
{
    std::vector<size_t> order(places.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](size_t i) {
        return places[i].depth;
    });
    return order;
}

}
