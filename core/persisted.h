// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "goal.h"
#include "identity.h"

namespace core
{

/// A GPU that is to be with a VFIO driver at every start, with all that goes along with it.
struct PersistedGpu {
    struct Part {
        Identity identity;
        QString driver; ///< a VFIO driver

        bool operator==(const Part &) const = default;
    };
    QList<Part> parts; ///< the GPU first
    bool tryOnce = false; ///< the next start only

    bool operator==(const PersistedGpu &) const = default;
};

/// Where the choices are stored, below the root, and what is made of them.
inline constexpr char persistedFile[] = "etc/turnout/persist.json";
inline constexpr char trialFile[] = "run/turnout/trial.json"; ///< those of this start only, in the same form
inline constexpr char endedTrialFile[] = "run/turnout/ended-trial.json"; ///< those of this start that are over, in the same form
inline constexpr char startCheckedFile[] = "run/turnout/start-checked"; ///< written when the choices were compared with this start
inline constexpr char udevRulesFile[] = "etc/udev/rules.d/70-turnout.rules"; ///< before 80-drivers.rules, which loads drivers

/// The slot of goal.gpu as it is to be stored. An Error where it cannot be told what would be found again.
Result<PersistedGpu> persistedFor(const Snapshot &snapshot, const Goal &goal);

/// Without the choice for that GPU, and with `gpu` in its place.
QList<PersistedGpu> with(QList<PersistedGpu> all, const PersistedGpu &gpu);
QList<PersistedGpu> without(QList<PersistedGpu> all, const Identity &gpu);

/// The choice that is meant by an address: that for the place of the function there, or, where no function is, the one whose
/// place is empty now; of several that for the place of which it is the address. An Error where there is none.
Result<Identity> chosenAt(const Snapshot &snapshot, const QList<PersistedGpu> &all, const PciAddress &address);

/// Whether the card that `trial` is about is chosen for every start: then it is no trial any more.
bool isForEveryStart(const QList<PersistedGpu> &all, const PersistedGpu &trial);

/// Rules that set driver_override when the kernel tells of a function, before udev loads a host driver for it, and load
/// the VFIO driver. Place, IDs, subsystem IDs, class and revision must all match, and nothing may be bound yet. With
/// turnout=off on the kernel's command line they do nothing. Empty without a choice.
QByteArray udevRules(const QList<PersistedGpu> &all);

/// What became of the choices after a start: one sentence for each part that is not with its driver, as another card in its
/// place. Empty: all is as chosen.
QStringList unmet(const Snapshot &snapshot, const QList<PersistedGpu> &all);

QByteArray toJson(const QList<PersistedGpu> &all);
/// Strict.
Result<QList<PersistedGpu>> persistedFromJson(const QByteArray &json);

}
