// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"

#include "core/boot/bootassignment.h"

namespace helper
{

using BootAssignments = QList<core::BootAssignment>;

/// What is to be at every start; empty where nothing was chosen.
core::Result<BootAssignments> storedBootAssignments(const HelperContext &context);

/// Makes `wanted` what is to be at every start. Notes it first, so that it is done whatever happens in between, then has
/// settings.applyBootAssignments do it. On an error all is as before, or the note is still there and the next start does it.
/// Only the holder of the lock calls this.
core::Result<BootAssignments> changeBootAssignments(const HelperContext &context, const BootAssignments &wanted);

/// Whether a change was noted and is not done.
bool areBootAssignmentsPending(const HelperContext &context);

struct Applied {
    BootAssignments assignments; ///< what is to be at every start now
    std::optional<core::Error> damage; ///< of the note, which was set aside
};

/// The work of turnout-persist.service: writes the files that follow from what was noted, has the initramfs built anew and
/// takes the note away. Where the initramfs cannot be built everything is put back. May be ended at any moment and begun
/// again. A note that makes no sense is kept as boot-assignments.damaged, and all is made to follow from what is stored.
core::Result<Applied> applyBootAssignments(const HelperContext &context);

}
