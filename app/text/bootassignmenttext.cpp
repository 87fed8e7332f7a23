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
        return i18nc("@info:status of a GPU", "Assigned to VMs at every boot");
    case Span::NextBoot:
        return i18nc("@info:status of a GPU", "Assigned to VMs at the next boot only");
    case Span::ThisBoot:
        return i18nc("@info:status of a GPU", "Assigned to VMs for this boot only");
    }
    Q_UNREACHABLE_RETURN({});
}

QString spanTag(Span span)
{
    switch (span) {
    case Span::EveryBoot:
        return i18nc("@item when a GPU is assigned to VMs", "every boot");
    case Span::NextBoot:
        return i18nc("@item when a GPU is assigned to VMs", "next boot");
    case Span::ThisBoot:
        return i18nc("@item when a GPU is assigned to VMs", "this boot");
    }
    Q_UNREACHABLE_RETURN({});
}
}

QString bootAssignmentText(const core::BootAssignmentStatus &status)
{
    switch (status.state) {
    case State::DifferentCard:
        return i18nc("@info:status of a GPU", "Not applied: a different card is in this slot");
    case State::SlotEmpty:
        return i18nc("@info:status of a GPU", "Not applied: this slot is empty");
    case State::DifferentDriver:
        return i18nc("@info:status of a GPU", "Not applied: the GPU is bound to a different driver");
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
        // Where the GPU is gone, so are the functions that are assigned together with it.
        return status.state == State::SlotEmpty ? sentences.value(0) : sentences.join(QLatin1Char(' '));
    }
    if (status.span == Span::NextBoot)
        return i18nc("@info", "The GPU returns to the host after that boot, unless you keep it within two minutes.");
    return status.state == State::Pending ? i18nc("@info", "Takes effect at the next boot.") : QString();
}

QString bootAssignmentSummary(const core::Goal &goal)
{
    if (goal.verb == core::Verb::Unpersist)
        return i18nc("@info", "Takes effect at the next boot: the host uses this slot again, and nothing of the boot assignment remains.");
    if (goal.nextBootOnly)
        return i18nc("@info",
                     "Takes effect at the next boot: the GPU is assigned to VMs before a host driver binds to it. Two minutes after the desktop has started it "
                     "returns to the host, unless you keep it. Later boots are not affected.");
    return i18nc(
        "@info",
        "Takes effect at the next boot: the GPU is assigned to VMs before a host driver binds to it. The assignment is for this card in this slot; if a "
        "different card is there, nothing is assigned and Turnout notifies you.");
}

QString bootAssignmentRemedy()
{
    return i18nc("@info",
                 "If a boot fails or the screen stays blank, add turnout=off to the end of the kernel command line in the boot loader's menu. "
                 "That boot ignores all boot assignments.");
}

QString bootAssignmentTag(const core::BootAssignmentStatus &status)
{
    return core::isUnmet(status) ? i18nc("@item a boot assignment that did not take effect", "not applied") : spanTag(status.span);
}

}
