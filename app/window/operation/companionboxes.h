// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"
#include "core/snapshot/snapshot.h"

#include <functional>

class QVBoxLayout;

namespace app
{

/// A check box for each function that the user can add to the GPU or leave out, with a heading; nothing where there is no optional
/// companion. `choose` gets the changed goal, once the box's signal has returned.
void addCompanionBoxes(QVBoxLayout *layout, const core::Snapshot &snapshot, const core::Goal &goal, const std::function<void(const core::Goal &)> &choose);

}
