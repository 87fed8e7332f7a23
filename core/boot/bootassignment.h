// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/identity.h"
#include "core/reading.h"

namespace core
{

struct Goal;

/// A GPU that is bound to a VFIO driver at boot, with the functions that are assigned together with it.
struct BootAssignment {
    struct Part {
        Identity identity;
        QString driver; ///< a VFIO driver

        bool operator==(const Part &) const = default;
    };
    QList<Part> parts; ///< the GPU first; not empty in what was read
    bool nextBootOnly = false;

    /// Which GPU it is for.
    Identity gpu() const
    {
        return parts.value(0).identity;
    }

    bool operator==(const BootAssignment &) const = default;
};

/// A slot has eight functions, a card with a switch has two, and users may add up to sixteen of the group.
inline constexpr qsizetype maximumParts = 32;

/// The boot assignments of a machine. A missing file is an empty list; Absent: the source of the snapshot does not know.
struct StoredBootAssignments {
    Reading<QList<BootAssignment>> assignments; ///< from the next boot on
    Reading<QList<BootAssignment>> trials; ///< of this boot only
    Reading<QList<BootAssignment>> endedTrials; ///< trials of this boot that are over
    bool ofThisBoot = false; ///< `assignments` did not change since this boot was checked, so all should be applied
    bool bootChecked = false; ///< the helper has compared `assignments` with this boot

    bool operator==(const StoredBootAssignments &) const = default;
};

/// Where they are stored, below the root, and what is made of them.
inline constexpr char bootAssignmentsFile[] = "etc/turnout/boot-assignments.json";
inline constexpr char trialFile[] = "run/turnout/trial-boot.json"; ///< in the same form
inline constexpr char endedTrialFile[] = "run/turnout/ended-trial-boot.json"; ///< in the same form
inline constexpr char bootCheckedFile[] = "run/turnout/boot-checked"; ///< empty; written when this boot was checked
inline constexpr char udevRulesFile[] = "etc/udev/rules.d/70-turnout.rules"; ///< before 80-drivers.rules, which loads drivers
inline constexpr char bootTableFile[] = "etc/turnout/boot-assignments.table"; ///< what a shell can read before udev starts

/// Whether all three lists are.
bool isKnown(const StoredBootAssignments &boot);
/// The first file that could not be read, and why; nothing where the source of the snapshot does not know.
std::optional<Error> unreadable(const StoredBootAssignments &boot);

/// What persist stores for the goal. An Error where the functions could not be found again.
Result<BootAssignment> bootAssignmentFor(const Snapshot &snapshot, const Goal &goal);

/// `all` without the assignment of that slot, and with `assignment` in its place.
QList<BootAssignment> with(QList<BootAssignment> all, const BootAssignment &assignment);
QList<BootAssignment> without(QList<BootAssignment> all, const Identity &gpu);

/// The assignment that an address stands for: that of the slot of the function there; where no function is, the one whose slot
/// is empty, and of several the one whose slot has this address. An Error where there is none.
Result<Identity> assignedAt(const Snapshot &snapshot, const QList<BootAssignment> &all, const PciAddress &address);

/// Whether the GPU of `trial` is assigned at every boot: then it is no trial any more.
bool isForEveryBoot(const QList<BootAssignment> &all, const BootAssignment &trial);

/// Whether the function is the GPU of a trial of this boot that is not over.
bool isOnTrial(const Snapshot &snapshot, const PciAddress &gpu);

/// Rules that set driver_override when the kernel announces a function, before udev loads a host driver for it, and load
/// the VFIO driver. Path, IDs, subsystem IDs, class and revision must all match, and no driver may be bound yet. With
/// turnout=off on the kernel's command line they do nothing. Empty without an assignment.
QByteArray udevRules(const QList<BootAssignment> &all);

/// The same for helper/boot/initramfs/override: a line for each function with the pattern of its path in sysfs, the texts of
/// its attributes class, vendor, device, subsystem_vendor, subsystem_device and revision, and the driver, separated by
/// spaces. Lines that begin with # are comments. Empty without an assignment.
QByteArray bootTable(const QList<BootAssignment> &all);

/// One sentence for each part that is not bound to its driver, and why. Empty: all are applied.
QStringList unmet(const Snapshot &snapshot, const QList<BootAssignment> &all);

QByteArray toJson(const QList<BootAssignment> &all);
/// Strict.
Result<QList<BootAssignment>> bootAssignmentsFromJson(const QByteArray &json);

}
