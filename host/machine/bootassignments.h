// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/boot/bootassignment.h"

namespace host
{

/// The boot assignments that are stored below the machine's root. They are part of every snapshot; the helper, which changes
/// them, reads them alone.
core::StoredBootAssignments readBootAssignments(const Directory &root);
/// `sysroot` stands for /; empty: this machine.
core::StoredBootAssignments readBootAssignments(const QString &sysroot);

}
