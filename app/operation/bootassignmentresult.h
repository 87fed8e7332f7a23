// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/verification.h"

namespace app::operation
{

/// Whether the boot assignments are as a persist or unpersist wants them.
core::Verification verifyBootAssignment(const core::Snapshot &after, const core::Goal &goal);

/// Whether carrying the plan out would change anything: persist and unpersist have no steps.
bool hasWork(const core::Plan &plan);

}
