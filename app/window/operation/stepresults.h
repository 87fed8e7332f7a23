// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "steprow.h"

#include "app/operation/operation.h"

namespace app
{

/// How the steps of a plan stand when all is over. `states`: as they stood when the last word of the helper came;
/// `tookBack`: it had begun to take them back. What is left of them the machine says, as it was read afterwards.
QList<StepRow::State> endStates(const QList<StepRow::State> &states, const QList<core::Step> &steps, const operation::OperationResult &result, bool tookBack);

}
