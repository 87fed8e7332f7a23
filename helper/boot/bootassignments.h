// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootfiles.h"

namespace helper
{

/// The boot assignments; empty where there are none.
core::Result<BootAssignments> storedBootAssignments(const HelperContext &context);

/// Stores `wanted`. Writes a note first, so that any crash is recovered, then calls context.applyBootAssignments. On an error
/// nothing is changed, or a note is left and the next change or boot completes it. Only the holder of the lock may call this.
core::Result<BootAssignments> changeBootAssignments(const HelperContext &context, const BootAssignments &wanted);

/// Whether a change was noted and not applied.
bool areBootAssignmentsPending(const HelperContext &context);

struct Applied {
    BootAssignments assignments; ///< stored now
    std::optional<core::Error> damage; ///< of the note, which was renamed
};

/// The work of turnout-persist.service: writes the files that follow from the note, rebuilds the initramfs where that has a
/// copy of one that was written, and removes the note. May be killed at any moment and started again.
///
/// If the initramfs cannot be built, all files and it are restored. Where not even that builds, the note stays. A damaged note
/// is kept as boot-assignments.damaged, and all files are made from the boot assignments that are stored.
core::Result<Applied> applyBootAssignments(const HelperContext &context);

}
