// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/operation.h"

namespace app::cli
{

/// Runs the operation up to its plan; an Error where the machine could not be read.
std::optional<core::Error> prepare(operation::Operation &operation);

/// Runs it from its plan to the end.
void carryOut(operation::Operation &operation);

}
