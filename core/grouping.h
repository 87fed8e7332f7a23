// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshot.h"

namespace core
{

/// Why functions share an IOMMU group, after the kernel's own rules: drivers/iommu/iommu.c pci_device_group()
/// and drivers/pci/pci.c pci_acs_enabled(), pci_acs_path_enabled().
struct ShareReason {
    enum class Kind : quint8 {
        PortWithoutIsolation, ///< a root or downstream port does not redirect peer-to-peer: no ACS, or bits off
        MultifunctionWithoutIsolation, ///< functions of one device that may talk past the IOMMU
        ConventionalBridge, ///< everything below shares the bridge's requester ID
        DmaAlias, ///< a function that sends under another's ID
        DisagreesWithRules, ///< the rules would keep these apart, the kernel does not (or the other way round)
        Unknown, ///< config space could not be read and the topology alone does not explain it
    };
    Kind kind = Kind::Unknown;
    PciAddress address; ///< the bridge or function that merges the group
    bool certain = true; ///< false: config space could not be read, so the reason is only likely
    QString text; ///< one sentence for the user
    QString remedy; ///< another slot, a BIOS setting; may be empty

    bool operator==(const ShareReason &) const = default;
};

/// Empty for a group with a single member; in address order, no two alike.
QList<ShareReason> sharedBecause(const Snapshot &snapshot, const Group &group);

/// Members that keep the whole group from a VM: outside the slot of `gpu`, not a bridge, and bound to a driver
/// that is not a VFIO one. Empty: the group is viable for that GPU.
QList<const Function *> strangers(const Snapshot &snapshot, const Group &group, const PciAddress &gpu);

/// Whether a user space driver could take the group as it is now: every member is a bridge, unbound or on VFIO
/// (drivers/vfio/group.c and iommu_group_claim_dma_owner).
bool isViable(const Snapshot &snapshot, const Group &group);

}
