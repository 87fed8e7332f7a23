// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"
#include "core/result.h"

#include <QMap>

namespace core
{

/// How the host had a function, and which card that was: another one may be at its address by now.
struct HostDriverRecord {
    QString ids; ///< cardIds()
    HostDriverState state;

    bool operator==(const HostDriverRecord &) const = default;
};

/// The functions that Turnout gave away. The helper notes it, and all who read the machine look there, so that the same
/// plan for the way back is made by everybody.
using HostDriverRecords = QMap<PciAddress, HostDriverRecord>;

/// Vendor, device and those of the subsystem: "10de:1f08 1462:3752".
QString cardIds(const Function &function);

/// Where it is noted, below the root: gone with the next boot, as are the drivers that were bound.
inline constexpr char hostDriverRecordsFile[] = "run/turnout/host-driver-records.json";

/// {"turnout": 1, "functions": [{"address", "ids", "driver", "driverOverride", "powerControl", "d3coldAllowed"}]}; what is empty or unknown is
/// left out.
QByteArray toJson(const HostDriverRecords &states);

/// Strict: IDs are of their form, names those of drivers, power/control is on or auto, no address is there twice.
Result<HostDriverRecords> hostDriverRecordsFromJson(const QByteArray &json);

}
