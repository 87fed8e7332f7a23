// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "functionrows.h"
#include "overview.h"
#include "bootassignmentview.h"

#include "annotations.h"
#include "app/map/maplayout.h"
#include "core/snapshot/snapshot.h"

#include <memory>

namespace app
{

/// A snapshot with everything the window shows of it worked out, so that the GUI thread only has to lay it out.
struct ShownMachine {
    core::SnapshotPtr snapshot;
    MapAnnotations annotations;
    BootAssignmentView assignments;
    FunctionRow rows;
    Overview overview;
    std::shared_ptr<const PreparedMap> map;
};

using ShownMachinePtr = std::shared_ptr<const ShownMachine>;

/// Slow on a large machine; call it off the GUI thread. `changeable`: boot assignments can be offered, which they are not for
/// a snapshot file.
ShownMachinePtr prepare(core::Snapshot snapshot, const MapMetrics &metrics, bool changeable = false);

}
