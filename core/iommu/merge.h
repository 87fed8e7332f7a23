// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "grouping.h"

namespace core
{

/// Two functions that the rules put into one group, and what does it.
struct Merge {
    const Function *one = nullptr;
    const Function *other = nullptr;
    ShareReason::Kind kind = ShareReason::Kind::Unknown;
    const Function *mergingBridge = nullptr; ///< the bridge or function that merges them
    bool certain = true; ///< false: the culprit could not be read and may isolate after all
};

/// Everything the rules merge `function` with.
QList<Merge> mergesOf(const Snapshot &snapshot, const Function &function);

/// The words for a user. `members` are those of the group it is about.
ShareReason explained(const Snapshot &snapshot, const Merge &merge, const QList<const Function *> &members);
/// The kernel's grouping says one thing about `function`, the rules another (or nothing, where it could not be read).
ShareReason unexplained(const Function &function, ShareReason::Kind kind, bool keptApart);

}
