// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// What is true of the machine as a whole, its PCI functions and kernel modules apart.
core::Machine readMachineFacts(const Directory &root);

/// How the machine is booted: by the firmware's LoaderInfo variable where it has one, else by the files that are there.
core::BootLoader bootLoader(const Directory &root);
core::InitramfsTool initramfsTool(const Directory &root);

}
