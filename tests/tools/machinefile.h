// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "machine.h"

namespace fixture
{

/// Reads a .machine file (tests/fixtures/machines/README.md). Strict: an unknown flag, an invalid number or
/// rows out of address order give an error that names the line.
core::Result<Machine> readMachineFile(const QString &path);

}
