// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

#include <map>

namespace host
{

/// The functions whose BARs contain the framebuffer that the firmware set up, and its name. Found by the nesting of the ranges
/// in /proc/iomem, because other users than root read all their addresses as 0.
std::map<core::PciAddress, std::string> firmwareFramebuffers(std::string_view iomem);

/// Sets it for all display functions.
void readFirmwareFramebuffers(const Directory &root, const FunctionIndex &functions);

}
