// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentstatus.h"

#include "core/keywords.h"

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using Span = BootAssignmentStatus::Span;
using State = BootAssignmentStatus::State;

constexpr Keywords<3> spans{"every-boot"_L1, "next-boot"_L1, "this-boot"_L1};
constexpr Keywords<5> states{"applied"_L1, "pending"_L1, "different-card"_L1, "different-driver"_L1, "slot-empty"_L1};

State stateNow(const Snapshot &snapshot, const BootAssignment &assignment)
{
    if (!functionAt(snapshot, assignment.gpu().path))
        return State::SlotEmpty;
    State state = State::Applied;
    for (const BootAssignment::Part &part : assignment.parts) {
        const Function *function = functionOf(snapshot, part.identity);
        if (!function)
            return State::DifferentCard;
        if (function->driver.valueOr({}) != part.driver)
            state = State::DifferentDriver;
    }
    return state;
}

BootAssignmentStatus statusOf(const Snapshot &snapshot, const BootAssignment &assignment, Span span, bool ofThisBoot)
{
    State state = stateNow(snapshot, assignment);
    const bool isSameCard = state == State::Applied || state == State::DifferentDriver;
    const bool isPending = span == Span::NextBoot || (state == State::DifferentDriver && !ofThisBoot);
    if (isSameCard && isPending)
        state = State::Pending;
    return {.span = span, .state = state, .assignment = assignment, .address = addressOf(snapshot, assignment.gpu().path)};
}
}

QString toKeyword(Span span)
{
    return keywordOf(spans, span);
}

QString toKeyword(State state)
{
    return keywordOf(states, state);
}

QList<BootAssignmentStatus> bootAssignmentStatuses(const Snapshot &snapshot)
{
    const StoredBootAssignments &boot = snapshot.boot;
    if (!isKnown(boot))
        return {};
    QList<BootAssignmentStatus> statuses;
    for (const BootAssignment &trial : *boot.trials) {
        if (!isForEveryBoot(*boot.assignments, trial))
            statuses += statusOf(snapshot, trial, Span::ThisBoot, true);
    }
    for (const BootAssignment &assignment : *boot.assignments)
        statuses += statusOf(snapshot, assignment, assignment.nextBootOnly ? Span::NextBoot : Span::EveryBoot, boot.ofThisBoot);
    return statuses;
}

bool isUnmet(const BootAssignmentStatus &status)
{
    return status.state != State::Applied && status.state != State::Pending;
}

bool isOver(const BootAssignmentStatus &status)
{
    return status.span == Span::ThisBoot && isUnmet(status);
}

}
