// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "functionentries.h"

#include "core/pci/function.h"

namespace host
{

/// What a function's driver registered with VFIO: the function itself, and mediated devices. Names and links only.
void readVfio(const Directory &directory, const FunctionEntries &entries, core::Function &function);

}
