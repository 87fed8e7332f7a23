// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// The virtual functions of a GPU, those in the same state in one line: "VF 2 to 7 (00:02.2 to 00:02.7)".
void addVirtualFunctions(TextReport &report, const core::Snapshot &snapshot, const core::Function &gpu);

}
