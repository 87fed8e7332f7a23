// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "goal.h"
#include "core/snapshot/snapshot.h"
#include "step.h"

namespace core
{

/// The steps to a goal that is not blocked. `assignedTogether` is assignedTogetherWith() of the goal's GPU.
QList<Step> stepsFor(const Snapshot &snapshot, const Goal &goal, const QList<const Function *> &assignedTogether);

}
