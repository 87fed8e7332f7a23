// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "machine.h"

namespace fixture
{

/// Makes `root` (which must not exist, or be empty) a machine's file system as far as Turnout reads it: /sys and /proc
/// laid out as Linux does, modules.alias, and a pci.ids copied from `pciIds`. Values missing from the description have
/// no file. Returns the number of functions written.
core::Result<size_t> writeTree(const Machine &machine, const QString &root, const QString &pciIds);

}
