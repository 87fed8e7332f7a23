// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"
#include "maplayout.h"

#include <QString>

namespace app
{

/// The first and second line of a node.
QString titleOf(const MapNode &node);
QString subtitleOf(const MapNode &node);
/// "16 GT/s ×16"; empty where there is no link, or it is not known.
QString currentLink(const core::Function &function);

/// For screen readers: "NVIDIA GeForce RTX 2070, 0c:00.0, group 29, Can be assigned".
QString spokenName(const MapLayout &layout, const MapNode &node);
/// Rich text with everything the node has no room for.
QString toolTipOf(const MapLayout &layout, const MapNode &node, const Annotations &annotations);
QString toolTipOf(const GroupShape &group, const Annotations &annotations);

/// Whether `text`, as typed by a user, matches its address, names, driver, class, or "group 14".
bool matches(const core::Function &function, const QString &text);

}
