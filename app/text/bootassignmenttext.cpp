// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmenttext.h"

#include <KLocalizedString>

namespace app::operation
{

namespace
{
using Span = core::BootAssignmentStatus::Span;
using Standing = core::BootAssignmentStatus::Standing;

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

QString bootAssignmentText(const core::BootAssignmentStatus &state)
{
    switch (state.standing) {
    case Standing::AnotherCard:
        return i18nc("@info:status of a GPU", "Chosen, but not so: another card is in its place");
    case Standing::Nothing:
        return i18nc("@info:status of a GPU", "Chosen, but not so: nothing is in its place");
    case Standing::OtherDriver:
        return i18nc("@info:status of a GPU", "Chosen, but not so: another driver has it");
    case Standing::AsAssigned:
    case Standing::FromNextBoot:
        return spanSentence(state.span);
    }
    Q_UNREACHABLE_RETURN({});
}

QString bootAssignmentDetail(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot)
{
    if (core::isUnmet(state)) {
        const QStringList sentences = core::unmet(snapshot, {state.gpu});
        // Where the GPU is gone, so is what goes along with it.
        return state.standing == Standing::Nothing ? sentences.value(0) : sentences.join(QLatin1Char(' '));
    }
    if (state.span == Span::NextBoot)
        return i18nc("@info", "It goes back by itself after that start, unless you keep it within two minutes.");
    return state.standing == Standing::FromNextBoot ? i18nc("@info", "It counts from the next start on.") : QString();
}

QString bootAssignmentSummary(core::Verb verb, bool nextBootOnly)
{
    if (verb == core::Verb::Unpersist)
        return i18nc(
            "@info",
            "Nothing that runs is changed. From the next start on, whatever is in this slot is with this computer, and nothing of the choice is left.");
    if (nextBootOnly)
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

QString bootAssignmentTag(const core::BootAssignmentStatus &state)
{
    return core::isUnmet(state) ? i18nc("@item what was chosen did not come true", "not so") : spanTag(state.span);
}

}
