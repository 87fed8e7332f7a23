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
#include <optional>

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

/// Not free on a big machine; call it off the GUI thread. `choices`: what is stored for starts of this machine; none: it is
/// a machine of a file.
ShownMachinePtr prepare(core::Snapshot snapshot, const MapMetrics &metrics, const std::optional<core::Result<core::StoredBootAssignments>> &assignments = {});

}
