// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "directory.h"
#include "stringpool.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// The IOMMU groups the functions name, in number order, with what /sys/kernel/iommu_groups says about each.
std::vector<core::Group> readGroups(const Directory &root, const std::vector<core::Function> &functions, StringPool &strings);

}
