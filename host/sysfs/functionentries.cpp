// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionentries.h"

#include "parse.h"

#include <algorithm>

namespace host
{

namespace
{
using Link = FunctionEntries::Link;

constexpr std::array links{Link::Driver, Link::IommuGroup, Link::PhysicalFunction};

/// drivers/base/core.c, device_link_add: the consumer's directory gets a link "supplier:BUS:NAME".
constexpr std::string_view supplierPrefix = "supplier:pci:";

/// The name of a mediated device (drivers/vfio/mdev/mdev_core.c, mdev_device_create).
bool isUuid(std::string_view name)
{
    constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::ranges::equal(name, form, [](char c, char wanted) {
        return wanted == '-' ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

struct Known {
    std::string_view name;
    Attribute attribute;
};

/// The attributes directly in a function's directory, by name. Those of a group follow those of a function.
std::vector<Known> byName()
{
    std::vector<Known> known;
    for (const AttributeRow &row : attributes().first(size_t(Attribute::GroupReservedRegions))) {
        if (std::string_view(row.name).find('/') == std::string_view::npos)
            known.push_back({row.name, row.attribute});
    }
    std::ranges::sort(known, {}, &Known::name);
    return known;
}
}

FunctionEntries::FunctionEntries(const Directory &directory)
{
    directory.forEachEntry([this](const char *name) {
        add(name);
    });
}

void FunctionEntries::add(std::string_view entry)
{
    static const std::vector<Known> known = byName();
    const auto found = std::ranges::lower_bound(known, entry, {}, &Known::name);
    if (found != known.end() && found->name == entry) {
        m_attributes.set(size_t(found->attribute));
        return;
    }
    for (const Link link : links) {
        if (entry == name(link))
            m_links.set(size_t(link));
    }
    m_power = m_power || entry == "power";
    m_turnout = m_turnout || entry == "turnout";
    m_bus = m_bus || entry == "pci_bus";
    m_vfio = m_vfio || entry == "vfio-dev";
    if (isUuid(entry))
        m_uuids.emplace_back(entry);
    if (entry.starts_with(supplierPrefix)) {
        if (const auto address = pciAddress(entry.substr(supplierPrefix.size())))
            m_suppliers.append(*address);
    }
}

const char *name(FunctionEntries::Link link)
{
    switch (link) {
    case Link::Driver:
        return "driver";
    case Link::IommuGroup:
        return "iommu_group";
    case Link::PhysicalFunction:
        return "physfn";
    }
    Q_UNREACHABLE_RETURN("");
}

}
