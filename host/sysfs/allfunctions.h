// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "identities.h"
#include "functionlocations.h"

#include "core/pci/function.h"

#include <string>
#include <vector>

namespace host
{

class Directory;

/// The functions at `locations`, in address order. Nearly all of the time is spent in the kernel's open, read and
/// close, so a machine with many functions is read by several threads, or by one if `alone`.
/// `devices` and `devicesPath` are both /sys/bus/pci/devices: threads open their own.
std::vector<core::Function>
readFunctions(std::vector<FunctionLocation> locations, const Directory &devices, const std::string &devicesPath, Identities &identities, bool alone);

}
