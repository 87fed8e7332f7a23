// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// The machine as a whole, without its PCI functions and kernel modules.
core::Machine readMachineFacts(const Directory &root);

/// The boot loader: by the LoaderInfo variable where the firmware has it, else by the files that exist.
core::BootLoader bootLoader(const Directory &root);
core::InitramfsTool initramfsTool(const Directory &root);

}
