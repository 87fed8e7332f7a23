// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "directory.h"
#include "functionindex.h"

namespace host
{

/// What the helper noted about functions it gave away. A note that makes no sense is none.
void readHostStates(const Directory &root, const FunctionIndex &functions);

}
