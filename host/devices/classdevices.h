// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

namespace host
{

/// These fill in the class devices that drivers created, each by one walk over a class in sysfs. `root` is the root of
/// the machine that is read.
void readGraphics(const Directory &root, const FunctionIndex &functions); ///< DRM nodes, connectors, framebuffers
void readDeviceNodes(const Directory &root, const FunctionIndex &functions); ///< accelerators, I2C and DisplayPort AUX
void readSoundCards(const Directory &root, const FunctionIndex &functions);
void readNetworkInterfaces(const Directory &root, const FunctionIndex &functions);

}
