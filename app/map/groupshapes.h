// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "maplayout.h"

namespace app
{

/// A run of rows and a stretch of x.
struct Extent {
    int firstRow = 0;
    int lastRow = 0;
    qreal left = 0;
    qreal right = 0;
};

/// An extent that holds members of one group and nothing else.
struct GroupPart {
    Extent extent;
    std::vector<int> members; ///< indices of nodes
};

struct PlacedGroup {
    core::IommuGroupId id{};
    std::vector<GroupPart> parts;
};

/// The parts of each group, once rows and x are known: one where a rectangle around all members contains no other
/// function, else the fewest that a walk from top to bottom finds. In number order.
std::vector<PlacedGroup> placeGroups(const std::vector<MapNode> &nodes, int rows);

}
