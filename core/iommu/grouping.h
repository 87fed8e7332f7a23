// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// Why functions share an IOMMU group, after the kernel's own rules: drivers/iommu/iommu.c pci_device_group()
/// and drivers/pci/pci.c pci_acs_enabled(), pci_acs_path_enabled(); the same in Linux 6.12.107 and 7.3.4.
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

/// The words of the JSON contract: port-without-isolation, multifunction-without-isolation, conventional-bridge,
/// dma-alias, disagrees-with-rules, unknown.
QString toKeyword(ShareReason::Kind kind);

/// Empty for a group with a single member; in address order, no two alike. A reason that is certain suffices by
/// itself for what it merges; a likely one (`certain` false) is only given where no certain one explains the group,
/// and then the bridge nearest to the root is named.
QList<ShareReason> sharedBecause(const Snapshot &snapshot, const Group &group);

/// What the rules alone would make of a machine.
struct ExpectedGroup {
    QList<PciAddress> members; ///< in address order
    bool certain = true; ///< false: a port or function that could have merged more could not be read

    bool operator==(const ExpectedGroup &) const = default;
};

/// The groups after the rules, ordered by their first member, of all functions that have a group; of all functions
/// of a machine without groups, where they tell what switching the IOMMU on would give. What could not be read is
/// taken to isolate.
QList<ExpectedGroup> expectedGroups(const Snapshot &snapshot);

/// What goes to a virtual machine as one device, in address order: all of the slot, because a reset and the guest's
/// driver concern all of it, but for what stays with the host, bridges of any kind (base class 06) and virtual functions.
/// A virtual function is a device of its own.
QList<const Function *> assignedTogetherWith(const Snapshot &snapshot, const Function &function);

/// Members that keep the whole group from a VM: not of the same device as `gpu`, not a bridge, and bound to a driver
/// that is neither a VFIO one nor pci-stub. Empty: the group is viable for that GPU.
QList<const Function *> groupBlockers(const Snapshot &snapshot, const Group &group, const PciAddress &gpu);

}
