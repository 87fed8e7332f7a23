// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/goal.h"
#include "core/outcome.h"
#include "core/persisted.h"

namespace app::client
{

/// Whether what was chosen for every start is as a persist or unpersist wants it.
core::Verification verifyChoice(const core::Snapshot &after, const core::Goal &goal, bool tryOnce, const QList<core::PersistedGpu> &choices);

/// The files that persist and unpersist write, and the command that they run, one a line; unlike a plan's steps they
/// change nothing that runs now.
QStringList choiceWrites(const core::Machine &machine);

}
