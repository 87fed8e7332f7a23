// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "grouping.h"

namespace core
{

/// Two functions that the rules put into one group, and why.
struct Merge {
    const Function *one = nullptr;
    const Function *other = nullptr;
    ShareReason::Kind kind = ShareReason::Kind::Unknown;
    const Function *mergingBridge = nullptr; ///< the bridge or function that merges them
    bool certain = true; ///< false: the merging bridge could not be read and may isolate
};

/// Everything the rules merge `function` with.
QList<Merge> mergesOf(const Snapshot &snapshot, const Function &function);

/// Whether the merge is only of the functions of one graphics card, in a group with other devices: it explains none of these.
bool isWithinCard(const Snapshot &snapshot, const Merge &merge, const QList<const Function *> &members);

/// The reason as text. `members` are those of the group.
ShareReason explained(const Snapshot &snapshot, const Merge &merge, const QList<const Function *> &members);
/// The kernel groups `function` differently than the rules, or the rules cannot tell because of unread values.
ShareReason unexplained(const Function &function, ShareReason::Kind kind, bool keptApart);

}
