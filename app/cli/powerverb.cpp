// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"
#include "source.h"
#include "textreport.h"
#include "verbs.h"

#include "app/text/devicetext.h"
#include "app/text/format.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace app::cli
{

namespace
{
QString countText(const core::Reading<quint64> &count)
{
    return readingText(count, notReportedText(), [](quint64 number) {
        return QString::number(number);
    });
}

QString policyText(const core::Function &function)
{
    return readingText(function.runtimePm.automatic, notReportedText(), [](bool automatic) {
        return automatic ? i18nc("@info:shell runtime power management", "suspends when idle (auto)")
                         : i18nc("@info:shell runtime power management", "stays active (on)");
    });
}

QString depthText(const core::Function &function)
{
    if (function.turnoutDriver && function.turnoutDriver->idleState)
        return i18nc("@info:shell %1 is a power state", "%1, set in turnout_vfio_pci", *function.turnoutDriver->idleState);
    return readingText(function.d3coldAllowed, notReportedText(), [](bool allowed) {
        return allowed ? i18nc("@info:shell", "D3cold, if the platform supports it") : i18nc("@info:shell", "D3hot");
    });
}

void addCounters(TextReport &report, const core::TurnoutDriver &driver)
{
    report.field(i18nc("@label:shell a count", "Opens"), countText(driver.openCount));
    report.field(i18nc("@label:shell a count", "Suspends"), countText(driver.suspendCount));
    report.field(i18nc("@label:shell a count", "Wake-ups"), countText(driver.wakeCount));
    report.field(i18nc("@label:shell a count", "Failed wakes"), countText(driver.wakeFailures));
    report.paragraph(i18nc("@info:shell", "turnout_vfio_pci counts from the moment it is bound."), 2, Tone::Dim);
}

QByteArray report(const Terminal &terminal, const core::Function &gpu)
{
    TextReport report(terminal);
    report.heading(gpu.address.toShortString(), core::displayName(gpu));
    report.field(i18nc("@label:shell", "Power state"), powerText(gpu));
    report.field(i18nc("@label:shell", "Policy"), policyText(gpu));
    report.field(i18nc("@label:shell deepest power state", "Deepest state"), depthText(gpu));
    report.field(i18nc("@label:shell", "Active for"), readingText(gpu.runtimePm.activeMs, notReportedText(), durationText));
    report.field(i18nc("@label:shell", "Suspended for"), readingText(gpu.runtimePm.suspendedMs, notReportedText(), durationText));
    if (gpu.turnoutDriver)
        addCounters(report, *gpu.turnoutDriver);
    else
        report.paragraph(i18nc("@info:shell", "Wake-ups are counted only while the GPU is bound to turnout_vfio_pci."), 2, Tone::Dim);
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
