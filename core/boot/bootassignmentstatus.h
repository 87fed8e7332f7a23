// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootassignment.h"

#include <optional>

namespace core
{

/// All that is stored about starts of the computer.
struct StoredBootAssignments {
    QList<BootAssignment> stored; ///< for the next start on
    QList<BootAssignment> trials; ///< of this start
    QList<BootAssignment> ended = {}; ///< trials of this start that are over
    /// Nothing of `stored` is younger than this start, so all of it should have come true by now.
    bool ofThisBoot = false;
    bool bootChecked = false; ///< the helper has compared `stored` with this start

    bool operator==(const StoredBootAssignments &) const = default;
};

/// One choice, and how it stands against the machine.
struct BootAssignmentStatus {
    enum class Span : quint8 {
        EveryBoot,
        NextBoot,
        ThisBoot, ///< on trial: goes back by itself unless it is chosen for every start
    };
    enum class Standing : quint8 {
        AsAssigned,
        FromNextBoot, ///< chosen since this start
        AnotherCard, ///< something else is in the place of one of its functions, so nothing was set aside there
        Nothing, ///< its place is empty
        OtherDriver, ///< it is the card, but not with its VFIO driver
    };
    Span span = Span::EveryBoot;
    Standing standing = Standing::AsAssigned;
    BootAssignment gpu;
    PciAddress address; ///< of its place now, also where nothing is there

    bool operator==(const BootAssignmentStatus &) const = default;
};

/// Those on trial first. A trial that was chosen for every start by now is no trial any more.
QList<BootAssignmentStatus> bootAssignmentStatuses(const Snapshot &snapshot, const StoredBootAssignments &assignments);

/// Whether the user has to be told: it is neither as chosen nor going to be.
bool isUnmet(const BootAssignmentStatus &state);

}
