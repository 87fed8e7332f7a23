// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QStringList>

namespace helper
{

/// main() of a program that a systemd unit runs. Writes the lines that `work` returns to the audit log, and its error
/// after “name: ”. Returns the exit code.
int runUnitProgram(int argc, char **argv, const char *name, core::Result<QStringList> (*work)());

}
