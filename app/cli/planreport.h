// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/plan.h"

namespace app::cli
{

/// The plan for people: what it is about, what is to be known before, and every write.
void addPlan(TextReport &report, const core::Plan &plan, const QString &deviceName, const core::Machine &machine, bool tryOnce = false);

/// Why a refused plan is refused, by its first blocker that stands; `remedy` names the ones that may be passed.
core::Error refusal(const core::Plan &plan);

}
