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

/// Persist and unpersist: they change what is stored, and nothing that runs.
bool isChoice(core::Verb verb);

/// Whether carrying the plan out would do anything: persist and unpersist have no steps.
bool hasWork(const core::Plan &plan);

/// What stands for a device's name where its place is empty.
QString emptyPlaceName();

/// A file that they write, or a command that they run.
struct ChoiceWrite {
    QString what;
    QString why;
};
QList<ChoiceWrite> choiceWrites(const core::Machine &machine, core::Verb verb);

}
