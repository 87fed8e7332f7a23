// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "plan.h"

#include <QJsonArray>
#include <QJsonObject>

namespace core
{

/// {"id", "severity", "address", "text", "evidence", "remedy", "acceptable"}
QJsonObject toJson(const Finding &finding);
QJsonArray toJson(const QList<Finding> &findings);

/// {"refused", "findings", "steps", "fingerprint"}: what `turnout plan --json` prints.
QJsonObject toJson(const Plan &plan);

/// The helper's plan as its client reads it. Strict; the JSON has no goal, so that stays empty.
Result<Plan> planFromJson(const QJsonObject &object);

}
