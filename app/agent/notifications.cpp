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
        return i18nc("@info", "It returns to the host two minutes after the boot is complete, unless you keep it.");
    if (*left <= 0ms)
        return i18nc("@info", "It returns to the host now.");
    return i18nc("@info %1 is minutes and seconds, as 1:45",
                 "It returns to the host in at most %1, unless you keep it.",
                 clock(bound(*left)));
}
}

Notification unmetNotification(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot)
{
    return {.title = i18nc("@title of a notification", "GPU not assigned to VMs"), .text = bootAssignmentDetail(status, snapshot)};
}

Notification trialNotification(const QString &device, std::optional<std::chrono::milliseconds> left, const QString &problem)
{
    const QString sentence = trialSentence(left);
    return {.title = i18nc("@title of a notification, %1 is a device", "%1 is assigned to VMs for this boot", device),
            .text = problem.isEmpty() ? sentence : problem + QLatin1Char(' ') + sentence};
}

std::chrono::milliseconds untilNextNotification(std::chrono::milliseconds left)
{
    return left - (bound(left) - tick);
}

TrialEnd trialEnd(const core::BootAssignment &trial, const core::Snapshot &snapshot)
{
    if (core::isForEveryBoot(snapshot.boot.assignments.valueOr({}), trial))
        return TrialEnd::Kept;
    const core::Function *gpu = core::functionOf(snapshot, trial.gpu());
    if (!gpu)
        return TrialEnd::Gone;
    const bool isStored = snapshot.boot.trials.valueOr({}).contains(trial);
    if (isStored && (core::isOnVfio(*gpu) || gpu->driver.valueOr({}).isEmpty()))
        return TrialEnd::None;
    return core::isOnVfio(*gpu) ? TrialEnd::StillAssigned : TrialEnd::Returned;
}

Notification endNotification(TrialEnd end, const QString &device)
{
    switch (end) {
    case TrialEnd::None:
        break;
    case TrialEnd::Kept:
        return {.title = i18nc("@title of a notification", "GPU kept for VMs"),
                .text = i18nc("@info %1 is a device", "%1 is assigned to VMs at every boot from now on.", device)};
    case TrialEnd::Returned:
        return {.title = i18nc("@title of a notification", "GPU returned to the host"),
                .text = i18nc("@info %1 is a device", "%1 was assigned to VMs for this boot only and is on the host again.", device)};
    case TrialEnd::StillAssigned:
        return {.title = i18nc("@title of a notification", "GPU still assigned to VMs"),
                .text = i18nc("@info %1 is a device",
                              "%1 could not return to the host, for example because a VM has it open. It returns at the next boot at the latest.",
                              device)};
    case TrialEnd::Gone:
        return {.title = i18nc("@title of a notification", "GPU removed"),
                .text = i18nc("@info %1 is a device", "%1 was assigned to VMs for this boot and is no longer in this machine.", device)};
    }
    Q_UNREACHABLE_RETURN({});
}

core::Goal keepGoal(const core::BootAssignmentStatus &trial, const core::Snapshot &snapshot)
{
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = trial.address;
    // Names the driver only where a different one would be chosen.
    const auto unnamed = core::bootAssignmentFor(snapshot, goal);
    if (!unnamed || unnamed->parts != trial.assignment.parts)
        goal.driver = trial.assignment.parts.value(0).driver;
    return goal;
}

core::Goal returnGoal(const core::BootAssignmentStatus &trial)
{
    core::Goal goal;
    goal.verb = core::Verb::Release;
    goal.gpu = trial.address;
    return goal;
}

}
