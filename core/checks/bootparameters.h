// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// The value of a kernel parameter: "on" for "intel_iommu=on". The last occurrence counts. Null where it is missing;
/// empty where it has no value.
std::optional<QString> bootParameter(const Machine &machine, QLatin1StringView name);

/// Where kernel parameters are written on this machine and which command applies them.
QString whereParametersGo(const Machine &machine);
bool knowsWhereParametersGo(const Machine &machine);

}
