// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "notifications.h"

#include "app/text/bootassignmenttext.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace std::chrono_literals;

namespace app::agent
{

namespace
{
constexpr std::chrono::milliseconds tick = 15s;

/// The next full tick from `left` up.
std::chrono::milliseconds bound(std::chrono::milliseconds left)
{
    return (left + tick - 1ms) / tick * tick;
}

/// "1:45"
QString clock(std::chrono::milliseconds time)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time).count();
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString trialSentence(std::optional<std::chrono::milliseconds> left)
{
    if (!left)
        return i18nc("@info", "It goes back to this computer two minutes after the start is complete, unless you keep it for virtual machines.");
    if (*left <= 0ms)
        return i18nc("@info", "It goes back to this computer now.");
    return i18nc("@info %1 is minutes and seconds, as 1:45",
                 "It goes back to this computer in at most %1, unless you keep it for virtual machines.",
                 clock(bound(*left)));
}
}

Notification unmetNotification(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot)
{
    return {.title = i18nc("@title of a notification", "Not set aside for virtual machines"), .text = operation::bootAssignmentDetail(state, snapshot)};
}

Notification trialNotification(const QString &device, std::optional<std::chrono::milliseconds> left, const QString &problem)
{
    const QString sentence = trialSentence(left);
    return {.title = i18nc("@title of a notification, %1 is a device", "%1 is set aside for this start", device),
            .text = problem.isEmpty() ? sentence : problem + QLatin1Char(' ') + sentence};
}

std::chrono::milliseconds untilNextNotification(std::chrono::milliseconds left)
{
    return left - (bound(left) - tick);
}

TrialEnd trialEnd(const core::BootAssignment &trial, const core::Snapshot &snapshot, const core::StoredBootAssignments &assignments)
{
    if (core::isForEveryBoot(assignments.stored, trial))
        return TrialEnd::Kept;
    const core::Function *gpu = core::functionOf(snapshot, trial.parts.value(0).identity);
    if (!gpu)
        return TrialEnd::Gone;
    return core::isOnVfio(*gpu) ? TrialEnd::StillAside : TrialEnd::WentBack;
}

Notification endNotification(TrialEnd end, const QString &device)
{
    switch (end) {
    case TrialEnd::Kept:
        return {.title = i18nc("@title of a notification", "Kept"),
                .text = i18nc("@info %1 is a device", "%1 is with virtual machines at every start from now on.", device)};
    case TrialEnd::WentBack:
        return {.title = i18nc("@title of a notification", "Back with this computer"),
                .text = i18nc("@info %1 is a device", "%1 was set aside for this start only, and is with this computer again.", device)};
    case TrialEnd::StillAside:
        return {.title = i18nc("@title of a notification", "Still set aside"),
                .text = i18nc(
                    "@info %1 is a device",
                    "%1 could not go back to this computer, for example because a virtual machine has it open. It is back after the next start at the latest.",
                    device)};
    case TrialEnd::Gone:
        return {.title = i18nc("@title of a notification", "Not there any more"),
                .text = i18nc("@info %1 is a device", "%1 was set aside for this start, and is not in this computer any more.", device)};
    }
    Q_UNREACHABLE_RETURN({});
}

core::Goal keepGoal(const core::BootAssignmentStatus &trial, const core::Snapshot &snapshot)
{
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = trial.address;
    // A driver by name only where it is not the one that would be chosen anyhow.
    const auto own = core::bootAssignmentFor(snapshot, goal);
    if (!own || own->parts != trial.gpu.parts)
        goal.driver = trial.gpu.parts.value(0).driver;
    return goal;
}

core::Goal giveBackGoal(const core::BootAssignmentStatus &trial)
{
    core::Goal goal;
    goal.verb = core::Verb::Release;
    goal.gpu = trial.address;
    return goal;
}

}
