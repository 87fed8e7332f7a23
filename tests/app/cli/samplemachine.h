// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

/// A made-up machine with one of everything the command line has words for: an integrated GPU that shows the desktop
/// (00:02.0), a spare GPU whose group holds a disk in use (01:00.0), one that sleeps (03:00.0), values that need root.
core::Snapshot sampleMachine();
