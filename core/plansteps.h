// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "goal.h"
#include "snapshot.h"
#include "step.h"

namespace core
{

/// The VFIO driver for a function: the one whose alias has the fewest wildcards, which for display functions is ours
/// where it is installed. Of a kernel that tells no such aliases (before 5.16): ours for display functions, else vfio-pci.
QString vfioDriverFor(const Snapshot &snapshot, const Function &function);

/// What leads to the goal, where nothing stands against it. `travellers` are travellersWith() of the goal's GPU.
QList<Step> stepsFor(const Snapshot &snapshot, const Goal &goal, const QList<const Function *> &travellers);

}
