// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "groupreader.h"

#include "parse.h"

#include <map>

namespace host
{

namespace
{
using core::Reading;
using core::Unread;

/// Lines like "0x00000000fee00000 0x00000000feefffff msi".
Reading<QList<core::ReservedRegion>> reservedRegions(std::string_view lines, StringPool &strings)
{
    QList<core::ReservedRegion> regions;
    while (!lines.empty()) {
        std::string_view line = take(lines, '\n');
        const auto first = unsignedNumber(take(line, ' '), 16);
        const auto last = unsignedNumber(take(line, ' '), 16);
        if (!first || !last || *last < *first || line.empty())
            return Unread::Malformed;
        regions.append({*first, *last, strings.string(trimmed(line))});
    }
    return regions;
}

void readGroup(const Directory &groups, core::Group &group, StringPool &strings)
{
    const std::string name = std::to_string(number(group.id));
    const auto type = groups.read(name, Attribute::GroupType);
    group.type = type ? Reading<QString>(strings.string(*type)) : type.why();
    const auto regions = groups.read(name, Attribute::GroupReservedRegions);
    group.reservedRegions = regions ? reservedRegions(*regions, strings) : regions.why();
}
}

std::vector<core::Group> readGroups(const Directory &root, const std::vector<core::Function> &functions, StringPool &strings)
{
    std::map<core::IommuGroupId, QList<core::PciAddress>> members;
    for (const core::Function &function : functions) {
        if (function.group)
            members[*function.group].append(function.address);
    }
    const Directory directory = root.child("sys/kernel/iommu_groups");
    std::vector<core::Group> groups;
    groups.reserve(members.size());
    for (auto &[id, addresses] : members) {
        groups.push_back({.id = id, .type = {}, .members = std::move(addresses), .reservedRegions = {}});
        readGroup(directory, groups.back(), strings);
    }
    return groups;
}

}
