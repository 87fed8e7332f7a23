// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootfiles.h"

namespace helper
{

/// A change of the boot assignments that is not completed, as noted in the state directory. The note is on the disk before
/// anything else is written and is removed when everything else is on the disk.
struct PendingChange {
    BootAssignments before;
    BootAssignments wanted; ///< equal to `before`: all files are restored, and only the initramfs may still differ
    bool isImageStale = false; ///< an initramfs may exist that was not built from `before`

    bool operator==(const PendingChange &) const = default;
};

QString pendingChangePath(const HelperContext &context);
bool isChangePending(const HelperContext &context);

/// An Error where there is no note, or a damaged one.
core::Result<PendingChange> pendingChange(const HelperContext &context);

std::optional<core::Error> notePendingChange(const HelperContext &context, const PendingChange &change);
std::optional<core::Error> removePendingChange(const HelperContext &context);

/// Renames a damaged note and writes `instead`. A note exists at every moment.
std::optional<core::Error> replaceDamagedChange(const HelperContext &context, const PendingChange &instead);
/// What the user should know of a note that was renamed because of `error`.
core::Error damagedChange(const HelperContext &context, const core::Error &error);

}
