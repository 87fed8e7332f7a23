// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentstatus.h"

namespace core
{

namespace
{
using Span = BootAssignmentStatus::Span;
using Standing = BootAssignmentStatus::Standing;

Standing standingOf(const Snapshot &snapshot, const BootAssignment &gpu)
{
    if (gpu.parts.isEmpty() || !functionAt(snapshot, gpu.parts.first().identity.path))
        return Standing::Nothing;
    Standing standing = Standing::AsAssigned;
    for (const BootAssignment::Part &part : gpu.parts) {
        const Function *same = functionOf(snapshot, part.identity);
        if (!same)
            return Standing::AnotherCard;
        if (same->driver.valueOr({}) != part.driver)
            standing = Standing::OtherDriver;
    }
    return standing;
}

BootAssignmentStatus stateOf(const Snapshot &snapshot, const BootAssignment &gpu, Span span, bool ofThisBoot)
{
    Standing standing = standingOf(snapshot, gpu);
    const bool sameCard = standing == Standing::AsAssigned || standing == Standing::OtherDriver;
    const bool isYetToCome = span == Span::NextBoot || (standing == Standing::OtherDriver && !ofThisBoot);
    if (sameCard && isYetToCome)
        standing = Standing::FromNextBoot;
    const PciAddress address = gpu.parts.isEmpty() ? PciAddress() : addressOf(snapshot, gpu.parts.first().identity.path);
    return {.span = span, .standing = standing, .gpu = gpu, .address = address};
}
}

QList<BootAssignmentStatus> bootAssignmentStatuses(const Snapshot &snapshot, const StoredBootAssignments &assignments)
{
    QList<BootAssignmentStatus> states;
    for (const BootAssignment &trial : assignments.trials) {
        if (!isForEveryBoot(assignments.stored, trial))
            states += stateOf(snapshot, trial, Span::ThisBoot, true);
    }
    for (const BootAssignment &gpu : assignments.stored)
        states += stateOf(snapshot, gpu, gpu.nextBootOnly ? Span::NextBoot : Span::EveryBoot, assignments.ofThisBoot);
    return states;
}

bool isUnmet(const BootAssignmentStatus &state)
{
    switch (state.standing) {
    case Standing::AsAssigned:
    case Standing::FromNextBoot:
        return false;
    case Standing::AnotherCard:
    case Standing::Nothing:
    case Standing::OtherDriver:
        return true;
    }
    Q_UNREACHABLE_RETURN(false);
}

}
