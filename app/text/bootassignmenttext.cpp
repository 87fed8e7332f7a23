// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmenttext.h"

#include <KLocalizedString>

namespace app::operation
{

namespace
{
using Span = core::BootAssignmentStatus::Span;
using State = core::BootAssignmentStatus::State;

QString spanSentence(Span span)
{
    switch (span) {
    case Span::EveryBoot:
        return i18nc("@info:status of a GPU", "At every start: with virtual machines");
    case Span::NextBoot:
        return i18nc("@info:status of a GPU", "Next start only: with virtual machines");
    case Span::ThisBoot:
        return i18nc("@info:status of a GPU", "This start only: goes back unless kept");
    }
    Q_UNREACHABLE_RETURN({});
}

QString spanTag(Span span)
{
    switch (span) {
    case Span::EveryBoot:
        return i18nc("@item when a GPU is with virtual machines", "every start");
    case Span::NextBoot:
        return i18nc("@item when a GPU is with virtual machines", "next start");
    case Span::ThisBoot:
        return i18nc("@item when a GPU is with virtual machines", "this start");
    }
    Q_UNREACHABLE_RETURN({});
}
}

QString bootAssignmentText(const core::BootAssignmentStatus &status)
{
    switch (status.state) {
    case State::DifferentCard:
        return i18nc("@info:status of a GPU", "Chosen, but not so: another card is in its place");
    case State::SlotEmpty:
        return i18nc("@info:status of a GPU", "Chosen, but not so: nothing is in its place");
    case State::DifferentDriver:
        return i18nc("@info:status of a GPU", "Chosen, but not so: another driver has it");
    case State::Applied:
    case State::Pending:
        return spanSentence(status.span);
    }
    Q_UNREACHABLE_RETURN({});
}

QString bootAssignmentDetail(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot)
{
    if (core::isUnmet(status)) {
        const QStringList sentences = core::unmet(snapshot, {status.assignment});
        // Where the GPU is gone, so is what goes along with it.
        return status.state == State::SlotEmpty ? sentences.value(0) : sentences.join(QLatin1Char(' '));
    }
    if (status.span == Span::NextBoot)
        return i18nc("@info", "It goes back by itself after that start, unless you keep it within two minutes.");
    return status.state == State::Pending ? i18nc("@info", "It counts from the next start on.") : QString();
}

QString bootAssignmentSummary(const core::Goal &goal)
{
    if (goal.verb == core::Verb::Unpersist)
        return i18nc(
            "@info",
            "Nothing that runs is changed. From the next start on, whatever is in this slot is with this computer, and nothing of the choice is left.");
    if (goal.nextBootOnly)
        return i18nc("@info",
                     "Nothing that runs is changed. At the next start the GPU is with virtual machines before a driver of the host takes it. Two minutes after "
                     "the desktop is there it goes back by itself, unless you keep it. The start after that is as it would be without this, whatever happens.");
    return i18nc(
        "@info",
        "Nothing that runs is changed. From the next start on the GPU is with virtual machines before a driver of the host takes it. It holds for this "
        "very card in this very place: with another card there, nothing is set aside, and you are told.");
}

QString bootAssignmentRemedy()
{
    return i18nc("@info",
                 "Should a start go wrong, or the screen stay dark: type turnout=off at the end of the kernel's command line in the boot loader's menu. "
                 "That start is as if nothing had been chosen.");
}

QString bootAssignmentTag(const core::BootAssignmentStatus &status)
{
    return core::isUnmet(status) ? i18nc("@item what was chosen did not come true", "not so") : spanTag(status.span);
}

}
