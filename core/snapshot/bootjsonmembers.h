// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshotjsonmembers.h"

#include "core/pci/pciclass.h"

/// The members of Snapshot::boot, as in snapshotjsonmembers.h.
namespace core::json
{

/// Texts with rules of their own: see isLegal().
template<typename T>
struct PciPath {
    T &value;

    static bool isLegal(QStringView text)
    {
        return isPciPath(text);
    }
};
template<typename T>
struct VfioDriver {
    T &value;

    static bool isLegal(const QString &text)
    {
        return isDriverName(text) && isVfioDriver(text);
    }
};

void members(auto &visit, Is<Identity> auto &identity)
{
    visit("path", PciPath{identity.path});
    visit("class", hex<6>(identity.classCode));
    visit("vendor", hex<4>(identity.vendor));
    visit("device", hex<4>(identity.device));
    visit("subVendor", hex<4>(identity.subVendor));
    visit("subDevice", hex<4>(identity.subDevice));
    visit("revision", hex<2>(identity.revision));
}

void members(auto &visit, Is<BootAssignment::Part> auto &part)
{
    visit("identity", part.identity);
    visit("driver", VfioDriver{part.driver});
}

void members(auto &visit, Is<BootAssignment> auto &assignment)
{
    visit("functions", assignment.parts);
    visit("nextBootOnly", assignment.nextBootOnly);
}

void members(auto &visit, Is<StoredBootAssignments> auto &boot)
{
    visit("assignments", boot.assignments);
    visit("trials", boot.trials);
    visit("endedTrials", boot.endedTrials);
    visit("ofThisBoot", boot.ofThisBoot);
    visit("bootChecked", boot.bootChecked);
}

template<>
inline constexpr bool isOptional<StoredBootAssignments> = true;

}
