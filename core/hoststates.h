// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"
#include "result.h"

#include <QMap>

namespace core
{

/// How the host had the functions that Turnout gave away. The helper notes it, and all who read the machine look there,
/// so that the same plan for the way back is made by everybody.
using HostStates = QMap<PciAddress, HostState>;

/// Where it is noted, below the root: gone with the next boot, as are the drivers that were bound.
inline constexpr char hostStatesFile[] = "run/turnout/host-states.json";

/// {"turnout": 1, "functions": [{"address", "driver", "driverOverride", "powerControl", "d3coldAllowed"}]}; what is empty or unknown is
/// left out.
QByteArray toJson(const HostStates &states);

/// Strict: names are those of drivers, power/control is on or auto, no address is there twice.
Result<HostStates> hostStatesFromJson(const QByteArray &json);

}
