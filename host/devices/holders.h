// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// Searches the descriptors of all processes, and of threads with descriptors of their own, for device nodes of GPUs and of
/// functions that may be assigned with them: DRM, framebuffer, sound, I2C, VFIO, NVIDIA and compute nodes. Nodes are
/// recognized by device number, so that a bind mount or another name hides none; in a copy of a machine by name. A node that
/// is only mapped, its descriptor closed, is not seen. Call it after the other readers.
void readHolders(const Directory &root, core::Snapshot &snapshot);

}
