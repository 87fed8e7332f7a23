// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// Fills in the helper's records of the functions that it assigned. A malformed file counts as missing.
void readHostDriverRecords(const Directory &root, const FunctionIndex &functions);

}
