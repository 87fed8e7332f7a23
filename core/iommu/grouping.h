// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// Why functions share an IOMMU group, by the kernel's rules: drivers/iommu/iommu.c pci_device_group() and
/// drivers/pci/pci.c pci_acs_enabled(), pci_acs_path_enabled(); the same in Linux 6.12.107 and 7.3.4.
struct ShareReason {
    enum class Kind : quint8 {
        PortWithoutIsolation, ///< a root or downstream port does not redirect peer-to-peer: no ACS, or bits off
        MultifunctionWithoutIsolation, ///< functions of one device that may talk past the IOMMU
        ConventionalBridge, ///< all functions below share the bridge's requester ID
        DmaAlias, ///< a function that uses another's requester ID
        DisagreesWithRules, ///< the rules would separate these and the kernel does not, or the reverse
        Unknown, ///< config space could not be read and the topology alone does not explain it
    };
    Kind kind = Kind::Unknown;
    PciAddress address; ///< the bridge or function that merges the group
    bool certain = true; ///< false: config space could not be read, so the reason is only likely
    QString text; ///< one or two sentences
    QString remedy; ///< another slot, a BIOS setting; may be empty

    bool operator==(const ShareReason &) const = default;
};

/// Keywords of the JSON contract: port-without-isolation, multifunction-without-isolation, conventional-bridge,
/// dma-alias, disagrees-with-rules, unknown.
QString toKeyword(ShareReason::Kind kind);

/// Empty for a group with a single member; in address order, without duplicates. A likely reason (`certain` false)
/// appears only where no certain one explains the group, and then names the bridge nearest to the root.
QList<ShareReason> sharedBecause(const Snapshot &snapshot, const Group &group);

/// A group that the rules predict.
struct ExpectedGroup {
    QList<PciAddress> members; ///< in address order
    bool certain = true; ///< false: a port or function that could have merged more could not be read

    bool operator==(const ExpectedGroup &) const = default;
};

/// The groups by the rules, ordered by their first member: of all functions that have a group, or, on a machine without
/// groups, of all functions, as turning on the IOMMU would form them. Unread functions count as isolating.
QList<ExpectedGroup> expectedGroups(const Snapshot &snapshot);

/// Members that keep the group from VMs: not assigned together with the GPU, not a bridge, and bound to a driver that is
/// neither VFIO nor pci-stub. Empty: the group is viable for that GPU.
QList<const Function *> groupBlockers(const Snapshot &snapshot, const Group &group, const QList<const Function *> &assignedTogether);
/// For assignedTogetherWith() of that GPU.
QList<const Function *> groupBlockers(const Snapshot &snapshot, const Group &group, const PciAddress &gpu);

}
