// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// The driver, or why it is not known.
QString driverField(const core::Function &function);
/// The function's name, and its driver unless it is a bridge.
QString memberText(const core::Function &function);
/// The function's line in a list: address and memberText().
void addMember(TextReport &report, const core::Function &function, int indent);
/// functionFacts(), a heading for each section.
void addFacts(TextReport &report, const core::Snapshot &snapshot, const core::Function &function);
/// What `list` and `vga` print on a machine without a GPU.
QString noGpuText();

}
