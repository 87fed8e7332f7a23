// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"
#include "core/result.h"

#include <QMap>

namespace core
{

/// How the host used a function, and which card that was: a different one may have its address by now.
struct HostDriverRecord {
    QString ids; ///< cardIds()
    HostDriverState state;

    bool operator==(const HostDriverRecord &) const = default;
};

/// Of the functions that Turnout assigned. The helper writes them, and every snapshot has them, so that all programs make
/// the same plan to return a GPU to the host.
using HostDriverRecords = QMap<PciAddress, HostDriverRecord>;

/// Vendor and device ID, then those of the subsystem: "10de:1f08 1462:3752".
QString cardIds(const Function &function);

/// Where they are stored, below the root: gone at the next boot, like the bindings.
inline constexpr char hostDriverRecordsFile[] = "run/turnout/host-driver-records.json";

/// {"turnout": 1, "functions": [{"address", "ids", "driver", "driverOverride", "powerControl", "d3coldAllowed"}]}, without members that are empty or
/// unknown.
QByteArray toJson(const HostDriverRecords &states);

/// Strict: IDs and driver names are well-formed, power/control is on or auto, and no address is there twice.
Result<HostDriverRecords> hostDriverRecordsFromJson(const QByteArray &json);

}
