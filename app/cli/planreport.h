// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/operation/plan.h"

#include <QJsonObject>

namespace app::cli
{

/// How to undo an assign or persist; empty for other verbs.
QString undoHint(const core::Goal &goal);

/// The plan for people: title, findings and every write.
void addPlan(TextReport &report, const core::Plan &plan, const QString &deviceName, const core::Machine &machine);

/// The plan for programs. Persist and unpersist have no steps, but `writes`.
QJsonObject toJson(const core::Plan &plan, const core::Machine &machine);

/// Whether carrying the plan out changes anything.
bool willChange(const core::Plan &plan);

/// Why the plan is refused, by its first standing blocker. `remedy` names the blockers that can be accepted, and what
/// the user loses by that.
core::Error refusal(const core::Plan &plan);

}
