// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

#include <map>

namespace host
{

/// The functions in whose BARs memory is held for the picture that the firmware set up, and by what name. Told by how
/// the ranges of /proc/iomem lie in each other, because who is not root reads all their addresses as 0.
std::map<core::PciAddress, std::string> firmwareFramebuffers(std::string_view iomem);

/// Sets it for all display functions.
void readFirmwareFramebuffers(const Directory &root, const FunctionIndex &functions);

}
