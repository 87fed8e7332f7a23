// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"
#include "core/pci/identity.h"

namespace core
{

/// A GPU that is to be with a VFIO driver at every start, with all that goes along with it.
struct BootAssignment {
    struct Part {
        Identity identity;
        QString driver; ///< a VFIO driver

        bool operator==(const Part &) const = default;
    };
    QList<Part> parts; ///< the GPU first
    bool nextBootOnly = false; ///< the next start only

    bool operator==(const BootAssignment &) const = default;
};

/// Where the choices are stored, below the root, and what is made of them.
inline constexpr char bootAssignmentsFile[] = "etc/turnout/boot-assignments.json";
inline constexpr char trialFile[] = "run/turnout/trial-boot.json"; ///< those of this start only, in the same form
inline constexpr char endedTrialFile[] = "run/turnout/ended-trial-boot.json"; ///< those of this start that are over, in the same form
inline constexpr char bootCheckedFile[] = "run/turnout/boot-checked"; ///< written when the choices were compared with this start
inline constexpr char udevRulesFile[] = "etc/udev/rules.d/70-turnout.rules"; ///< before 80-drivers.rules, which loads drivers

/// The slot of goal.gpu as it is to be stored. An Error where it cannot be told what would be found again.
Result<BootAssignment> bootAssignmentFor(const Snapshot &snapshot, const Goal &goal);

/// Without the choice for that GPU, and with `gpu` in its place.
QList<BootAssignment> with(QList<BootAssignment> all, const BootAssignment &gpu);
QList<BootAssignment> without(QList<BootAssignment> all, const Identity &gpu);

/// The choice that is meant by an address: that for the place of the function there, or, where no function is, the one whose
/// place is empty now; of several that for the place of which it is the address. An Error where there is none.
Result<Identity> assignedAt(const Snapshot &snapshot, const QList<BootAssignment> &all, const PciAddress &address);

/// Whether the card that `trial` is about is chosen for every start: then it is no trial any more.
bool isForEveryBoot(const QList<BootAssignment> &all, const BootAssignment &trial);

/// Rules that set driver_override when the kernel tells of a function, before udev loads a host driver for it, and load
/// the VFIO driver. Place, IDs, subsystem IDs, class and revision must all match, and nothing may be bound yet. With
/// turnout=off on the kernel's command line they do nothing. Empty without a choice.
QByteArray udevRules(const QList<BootAssignment> &all);

/// What became of the choices after a start: one sentence for each part that is not with its driver, as another card in its
/// place. Empty: all is as chosen.
QStringList unmet(const Snapshot &snapshot, const QList<BootAssignment> &all);

QByteArray toJson(const QList<BootAssignment> &all);
/// Strict.
Result<QList<BootAssignment>> bootAssignmentsFromJson(const QByteArray &json);

}
