// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/request.h"

namespace helper
{

core::Reply reply(const core::Request &request, core::Outcome outcome, const core::Error &error = {});

/// Why a plan is refused: its first blocker that the goal does not accept.
core::Error refusal(const core::Plan &plan);

/// The helper's plan is not the one that was shown.
core::Error anotherPlan();

/// Refused or Changed, where `plan` cannot be carried out for `request`; else nothing.
std::optional<core::Reply> objection(const core::Request &request, const core::Plan &plan);

}
