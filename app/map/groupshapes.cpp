// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "groupshapes.h"

#include <algorithm>
#include <map>

namespace app
{

namespace
{
class Parter
{
public:
    Parter(const std::vector<MapNode> &nodes, int rows)
        : m_nodes(nodes)
        , m_rows(size_t(rows))
    {
        for (size_t i = 0; i < nodes.size(); ++i)
            m_rows[size_t(nodes[i].row)].push_back(int(i));
    }

    std::vector<GroupPart> partsOf(const std::vector<int> &members) const
    {
        const auto group = m_nodes[size_t(members.front())].function->group;
        Extent whole = extentOf(members.front());
        for (int member : members)
            whole = extended(whole, member);
        if (isClean(whole, whole.firstRow, group))
            return {{whole, members}};

        std::vector<GroupPart> parts;
        for (int member : members) {
            if (parts.empty() || !take(parts.back(), member, group))
                parts.push_back({extentOf(member), {member}});
        }
        return parts;
    }

private:
    using GroupOf = std::optional<core::IommuGroupId>;

    Extent extentOf(int member) const
    {
        const MapNode &node = m_nodes[size_t(member)];
        return {node.row, node.row, node.rect.left(), node.rect.right()};
    }

    Extent extended(Extent extent, int member) const
    {
        const MapNode &node = m_nodes[size_t(member)];
        extent.lastRow = std::max(extent.lastRow, node.row);
        extent.left = std::min(extent.left, node.rect.left());
        extent.right = std::max(extent.right, node.rect.right());
        return extent;
    }

    bool take(GroupPart &part, int member, GroupOf group) const
    {
        const Extent wider = extended(part.extent, member);
        const bool sameStretch = wider.left == part.extent.left && wider.right == part.extent.right;
        if (!isClean(wider, sameStretch ? part.extent.lastRow : wider.firstRow, group))
            return false;
        part.extent = wider;
        part.members.push_back(member);
        return true;
    }

    bool isClean(const Extent &extent, int fromRow, GroupOf group) const
    {
        for (int row = fromRow; row <= extent.lastRow; ++row) {
            for (int index : m_rows[size_t(row)]) {
                const MapNode &node = m_nodes[size_t(index)];
                const bool inside = node.rect.left() < extent.right && node.rect.right() > extent.left;
                if (inside && (!node.function || node.function->group != group))
                    return false;
            }
        }
        return true;
    }

    const std::vector<MapNode> &m_nodes;
    std::vector<std::vector<int>> m_rows;
};
}

std::vector<PlacedGroup> placeGroups(const std::vector<MapNode> &nodes, int rows)
{
    std::map<quint32, std::vector<int>> members;
    for (size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].function && nodes[i].function->group)
            members[core::number(*nodes[i].function->group)].push_back(int(i));
    }
    const Parter parter(nodes, rows);
    std::vector<PlacedGroup> groups;
    groups.reserve(members.size());
    for (const auto &[number, indices] : members)
        groups.push_back({core::IommuGroupId(number), parter.partsOf(indices)});
    return groups;
}

}
