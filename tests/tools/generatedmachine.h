// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "machine.h"

namespace fixture
{

/// A generated machine of exactly `count` functions (up to maximumFunctions) with every attribute a running kernel
/// shows: root complexes of 90 functions each (switches, multi-function GPUs, dual NICs with virtual functions, NVMe,
/// a chipset switch without ACS, a conventional bus), four to a PCI domain. The IDs are those of the real machines.
inline constexpr size_t maximumFunctions = 100000;
Machine generateMachine(size_t count);

}
