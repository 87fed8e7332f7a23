// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

/// A small machine for the tests of the window: a boot display 00:02.0, and behind the root port 00:01.0 a GPU 01:00.0
/// with its audio 01:00.1 in group 14.
core::Snapshot testMachine();

core::PciAddress at(const char *shortAddress);
/// Null when the snapshot has no such function.
core::Function *find(core::Snapshot &snapshot, const char *shortAddress);
void addDisk(core::Snapshot &snapshot, const char *shortAddress);
void removeFunction(core::Snapshot &snapshot, const char *shortAddress);
