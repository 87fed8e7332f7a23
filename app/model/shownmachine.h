// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "bootassignmentview.h"
#include "functionrows.h"
#include "overview.h"

#include <memory>

namespace app
{

/// A snapshot with everything that the views derive from it.
struct ShownMachine {
    core::SnapshotPtr snapshot;
    Annotations annotations;
    BootAssignmentView bootAssignments;
    FunctionRow rows;
    Overview overview;
};

using ShownMachinePtr = std::shared_ptr<const ShownMachine>;

/// Slow on a big machine; call it on a worker thread. `changeable`: as for bootAssignmentViewOf().
ShownMachinePtr makeShownMachine(core::SnapshotPtr snapshot, bool changeable = false);

}
