// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/request.h"

namespace helper
{

core::Reply reply(const core::Request &request, core::Outcome outcome, const core::Error &error = {});

/// Why the plan is refused: its first blocker that the goal does not accept.
core::Error refusal(const core::Plan &plan);

/// The programs that have the functions open, as "obs (process 4711, /dev/dri/card1)". Long names are shortened.
QStringList holderNames(const core::Snapshot &snapshot, const QList<core::PciAddress> &functions);
/// A sentence with the first five of holderNames() and the number of others.
QString openIn(const QStringList &names);
/// Reports a slow call into the kernel. Broadcast on the bus, so it names no program.
QString slowCallText(bool inUse);

/// Refused or Changed, unless `plan` may be carried out for `request`.
std::optional<core::Reply> objection(const core::Request &request, const core::Plan &plan);

}
