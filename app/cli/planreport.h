// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/operation/plan.h"

#include <QJsonObject>

namespace app::cli
{

/// How the GPU comes back after an assign or persist; empty for other verbs.
QString wayBack(const core::Goal &goal);

/// The plan for people: what it is about, what is to be known before, and every write.
void addPlan(TextReport &report, const core::Plan &plan, const QString &deviceName, const core::Machine &machine);

/// The plan for programs. A choice has no steps, so there it says what is written and run.
QJsonObject toJson(const core::Plan &plan, const core::Machine &machine);

/// Whether there is anything in it to carry out.
bool willChange(const core::Plan &plan);

/// Why a refused plan is refused, by its first blocker that stands; `remedy` names the ones that may be passed, and
/// what that costs.
core::Error refusal(const core::Plan &plan);

}
