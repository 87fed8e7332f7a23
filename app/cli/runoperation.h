// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

#include "app/operation/operation.h"

namespace app::cli
{

/// Of the machine that the helper works on.
operation::Reader readerOf(const Invocation &call);

/// Until the plan is there; an Error where the machine could not be read.
std::optional<core::Error> prepare(operation::Operation &operation);

/// Until it has ended.
void carryOut(operation::Operation &operation);

}
