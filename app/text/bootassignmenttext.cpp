// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmenttext.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app
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
        return i18nc("@info", "Two minutes after that boot is complete, the GPU returns to the host, unless you keep it.");
    return status.state == State::Pending ? i18nc("@info", "Takes effect at the next boot.") : QString();
}

QString bootAssignmentSummary(const core::Goal &goal)
{
    if (goal.verb == core::Verb::Unpersist)
        return i18nc("@info", "Takes effect at the next boot: the host uses this slot again, and nothing of the boot assignment remains.");
    if (goal.nextBootOnly)
        return i18nc("@info",
                     "Takes effect at the next boot: the GPU is assigned to VMs before a host driver binds to it. Two minutes after that boot is complete, "
                     "it returns to the host, unless you keep it. Later boots are not affected.");
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

QString emptySlotName()
{
    return i18nc("@item in place of a device's name", "the removed card");
}

QString initramfsNotice(const core::Machine &machine, core::Verb verb)
{
    if (machine.initramfs != core::InitramfsTool::Unknown)
        return {};
    return verb == core::Verb::Unpersist
        ? i18nc("@info", "Turnout found no initramfs tool that it knows. If the initramfs contains the rules, rebuild it, or the GPU is still assigned at boot.")
        : i18nc("@info", "Turnout found no initramfs tool that it knows. If the initramfs loads the host driver, the assignment is not applied.");
}

QList<BootAssignmentWrite> bootAssignmentWrites(const core::Machine &machine, core::Verb verb)
{
    const bool removes = verb == core::Verb::Unpersist;
    const auto path = [](const char *file) {
        return u'/' + QLatin1StringView(file);
    };
    QList<BootAssignmentWrite> writes;
    writes += {path(core::bootAssignmentsFile),
               removes ? i18nc("@info what happens to a file", "Remove the boot assignment, and the file with the last one")
                       : i18nc("@info what happens to a file", "Store the boot assignment: the slot and the IDs of each function")};
    writes += {path(core::udevRulesFile),
               removes ? i18nc("@info what happens to a file", "Remove the rules of this card, and the file with the last ones")
                       : i18nc("@info what happens to a file", "Assign this card to VMs before a host driver binds to it")};
    writes += {path(core::bootTableFile),
               removes ? i18nc("@info what happens to a file", "Remove the lines of this card, and the file with the last ones")
                       : i18nc("@info what happens to a file", "Assign this card to VMs before udev loads the first host driver")};
    const QString build = removes ? i18nc("@info what a command is for", "Rebuild the initramfs without these rules, which can take a minute")
                                  : i18nc("@info what a command is for", "Rebuild the initramfs with these rules, which can take a minute");
    switch (machine.initramfs) {
    case core::InitramfsTool::InitramfsTools:
        writes += {u"update-initramfs -u -k all"_s, build};
        break;
    case core::InitramfsTool::Dracut:
        writes += {u"dracut --force --regenerate-all"_s, build};
        break;
    case core::InitramfsTool::Mkinitcpio:
        writes += {u"/etc/mkinitcpio.conf.d/turnout.conf"_s,
                   removes ? i18nc("@info what happens to a file", "Remove the file with the last boot assignment")
                           : i18nc("@info what happens to a file", "Include the rules in the initramfs")};
        writes += {u"mkinitcpio -P"_s, build};
        break;
    case core::InitramfsTool::Unknown:
        break;
    }
    return writes;
}

}
