// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// The value of a kernel parameter, as the last one given counts: "on" for "intel_iommu=on". Null when it is not
/// given; empty when it has no value.
std::optional<QString> bootParameter(const Machine &machine, QLatin1StringView name);

/// Where a person writes kernel parameters on this machine, and which command makes them count: one or two sentences.
QString whereParametersGo(const Machine &machine);

}
