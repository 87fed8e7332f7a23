// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/request.h"

namespace helper
{

core::Reply reply(const core::Request &request, core::Outcome outcome, const core::Error &error = {});

/// Why a plan is refused: its first blocker that the goal does not accept.
core::Error refusal(const core::Plan &plan);

/// The programs that have the functions open, as "obs (process 4711, /dev/dri/card1)"; whoever names his program at
/// length, or opens a node often, does not make a reply long.
QStringList holderNames(const core::Snapshot &snapshot, const QList<core::PciAddress> &functions);
/// The first five of holderNames() in a sentence, and how many more there are.
QString openIn(const QStringList &names);
/// That the kernel has not come back yet, for everybody.
QString takesLong(bool held);

/// The helper's plan is not the one that was shown.
core::Error anotherPlan();

/// Refused or Changed, where `plan` cannot be carried out for `request`; else nothing.
std::optional<core::Reply> objection(const core::Request &request, const core::Plan &plan);

}
