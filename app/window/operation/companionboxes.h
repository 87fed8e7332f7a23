// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"
#include "core/snapshot/snapshot.h"

#include <functional>

class QVBoxLayout;

namespace app
{

/// A change of one companion, to be applied to the goal that is wanted by now.
using CompanionChange = std::function<core::Goal(core::Goal)>;

/// A check box for each function that the user can add to the GPU or leave out, with a heading; nothing where there is no optional
/// companion. `change` is called from within the signal of a box.
void addCompanionBoxes(QVBoxLayout *layout, const core::Snapshot &snapshot, const core::Goal &goal, const std::function<void(const CompanionChange &)> &change);

}
