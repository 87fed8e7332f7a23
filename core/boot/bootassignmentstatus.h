// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// One boot assignment, and how it compares with the machine.
struct BootAssignmentStatus {
    enum class Span : quint8 {
        EveryBoot,
        NextBoot,
        ThisBoot, ///< a trial: returns to the host by itself unless it is assigned at every boot
    };
    enum class State : quint8 {
        Applied,
        Pending, ///< from the next boot on
        DifferentCard, ///< in the slot of one of its functions, so nothing was assigned there
        DifferentDriver, ///< the card is there, but not bound to its VFIO driver
        SlotEmpty,
    };
    Span span = Span::EveryBoot;
    State state = State::Applied;
    BootAssignment assignment;
    PciAddress address; ///< of its slot now, also where the slot is empty

    bool operator==(const BootAssignmentStatus &) const = default;
};

/// every-boot, next-boot, this-boot
QString toKeyword(BootAssignmentStatus::Span span);
/// applied, pending, different-card, different-driver, slot-empty
QString toKeyword(BootAssignmentStatus::State state);

/// Trials first, without those that are assigned at every boot by now. Empty where not all of snapshot.boot is known.
QList<BootAssignmentStatus> bootAssignmentStatuses(const Snapshot &snapshot);

/// Whether it is neither applied nor pending.
bool isUnmet(const BootAssignmentStatus &status);

/// Whether it is a trial whose GPU returned to the host, or is gone. It needs nothing any more: the next boot does not have it.
bool isOver(const BootAssignmentStatus &status);

}
