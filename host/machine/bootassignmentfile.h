// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignmentstatus.h"

namespace host
{

/// What is chosen for every start; empty where nothing is. `sysroot` stands for /; empty: this machine.
core::Result<QList<core::BootAssignment>> readBootAssignments(const QString &sysroot = {});

/// What was chosen for this start only and goes back to the host by itself unless it is chosen for every start.
core::Result<QList<core::BootAssignment>> readTrial(const QString &sysroot = {});

/// Trials of this start that are over.
core::Result<QList<core::BootAssignment>> readEndedTrials(const QString &sysroot = {});

/// All of it, and how old it is.
core::Result<core::StoredBootAssignments> readStoredBootAssignments(const QString &sysroot = {});

}
