// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "transport.h"

#include "core/operation/request.h"

namespace app::operation
{

/// Whether the helper certainly did nothing.
bool ranNothing(Delivery::State state);

/// Why there is no answer, and what to do. Empty for Answered.
core::Error explain(const Delivery &delivery, const core::Goal &goal);

/// The helper's reason; for Changed the difference from `shown`. Empty for Done.
core::Error explain(const core::Reply &reply, const core::Plan &shown);

/// The answer was for the request of another program.
core::Error foreignAnswer(const core::Goal &goal);

}
