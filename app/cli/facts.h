// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// Everything known about a function, from what it is to what hangs on it; what is not known with the reason.
void addFacts(TextReport &report, const core::Snapshot &snapshot, const core::Function &function);

}
