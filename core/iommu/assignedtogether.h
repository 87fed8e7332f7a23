// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// What can go to VMs together with a GPU. Never bridges (base class 06), virtual functions or other GPUs of other slots.
struct Companions {
    /// The GPU, and the functions of its slot that share its IOMMU group: they go together or not at all.
    QList<const Function *> required;
    /// The rest of its card, such as its display audio, also behind a switch on the card: goes along unless left out.
    QList<const Function *> card;
    /// Functions of the slot with groups and purposes of their own, and the rest of the GPU's group: stay unless added.
    QList<const Function *> optional;

    bool operator==(const Companions &) const = default;
};

/// Of a GPU; of a virtual function, itself alone. Each list is in address order.
Companions companionsOf(const Snapshot &snapshot, const Function &gpu);

/// The functions assigned together as one device, in address order: of a GPU what is required and its card, with the changes
/// that the user wants; of an assigned GPU what was assigned with it. Functions of one slot that share a group are added
/// and left out together. Of another function the GPU's, where it belongs to those. Impossible wishes are ignored: see
/// impossibleCompanions().
QList<const Function *>
assignedTogetherWith(const Snapshot &snapshot, const Function &function, const QList<PciAddress> &with = {}, const QList<PciAddress> &without = {});

/// Those of `with` that cannot be added to the GPU, and those of `without` that cannot be left out.
QList<PciAddress> impossibleCompanions(const Snapshot &snapshot, const Function &gpu, const QList<PciAddress> &with, const QList<PciAddress> &without);

/// The other GPUs in the groups of `assignedTogether`: all of them can only go to the same VM.
QList<const Function *> partnerGpus(const Snapshot &snapshot, const QList<const Function *> &assignedTogether);

}
