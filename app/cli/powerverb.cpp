// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"
#include "source.h"
#include "verbs.h"
#include "app/text/clitext.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace app::cli
{

namespace
{
QString countText(const core::Reading<quint64> &count)
{
    return readingText(count, i18nc("@info:shell", "not told"), [](quint64 number) {
        return QString::number(number);
    });
}

QString sinceText(const core::Reading<quint64> &milliseconds)
{
    return readingText(milliseconds, i18nc("@info:shell", "not told"), durationText);
}

QString policyText(const core::Function &function)
{
    return readingText(function.runtimePm.automatic, i18nc("@info:shell", "not told"), [](bool automatic) {
        return automatic ? i18nc("@info:shell runtime power management", "may sleep (auto)")
                         : i18nc("@info:shell runtime power management", "stays awake (on)");
    });
}

QString depthText(const core::Function &function)
{
    if (function.turnoutDriver && function.turnoutDriver->idleState)
        return i18nc("@info:shell %1 is a power state", "%1, by turnout_vfio_pci", *function.turnoutDriver->idleState);
    return readingText(function.d3coldAllowed, i18nc("@info:shell", "not told"), [](bool allowed) {
        return allowed ? i18nc("@info:shell", "D3cold, where the platform can") : i18nc("@info:shell", "D3hot");
    });
}

void addCounters(TextReport &report, const core::TurnoutDriver &driver)
{
    report.field(i18nc("@label:shell", "Opened"), countText(driver.openCount));
    report.field(i18nc("@label:shell", "Fell asleep"), countText(driver.suspendCount));
    report.field(i18nc("@label:shell", "Woke up"), countText(driver.wakeCount));
    report.field(i18nc("@label:shell", "Failed to wake"), countText(driver.wakeFailures));
    report.paragraph(i18nc("@info:shell", "Counted by turnout_vfio_pci since it was bound."), 2, Tone::Dim);
}

QByteArray report(const Terminal &terminal, const core::Function &gpu)
{
    TextReport report(terminal);
    report.heading(gpu.address.toShortString(), core::displayName(gpu));
    report.field(i18nc("@label:shell", "Now"), powerText(gpu));
    report.field(i18nc("@label:shell", "Policy"), policyText(gpu));
    report.field(i18nc("@label:shell how deep it sleeps", "As deep as"), depthText(gpu));
    report.field(i18nc("@label:shell", "Awake for"), sinceText(gpu.runtimePm.activeMs));
    report.field(i18nc("@label:shell", "Asleep for"), sinceText(gpu.runtimePm.suspendedMs));
    if (gpu.turnoutDriver)
        addCounters(report, *gpu.turnoutDriver);
    else
        report.paragraph(i18nc("@info:shell", "Wake-ups are counted only while turnout_vfio_pci has the GPU."), 2, Tone::Dim);
    return report.bytes();
}
}

ExitCode runPower(const Invocation &call)
{
    if (call.goal)
        return runChange(call);
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    const core::Result<const core::Function *> gpu = find(*snapshot, call.addresses.first());
    if (!gpu)
        return fail(gpu.error());
    return call.json ? print(powerToJson(**gpu)) : print(report(call.terminal, **gpu));
}

}
