// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentreport.h"
#include "findingreport.h"
#include "functionreport.h"
#include "json.h"
#include "source.h"
#include "verbs.h"
#include "virtualfunctionreport.h"

#include "app/text/bootassignmenttext.h"
#include "app/text/devicetext.h"
#include "core/checks/preflight.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QJsonObject toJson(const core::Snapshot &snapshot, const BootAssignmentReport &assignments)
{
    QJsonArray gpus;
    for (const core::Function *gpu : gpusOf(snapshot))
        gpus.append(gpuToJson(*gpu, core::preflight(snapshot, gpu->address)));
    return {{u"gpus"_s, gpus}, {u"bootAssignments"_s, toJson(assignments, snapshot)}};
}

/// The finding that decides the verdict; of a ready GPU, that it is assigned already.
const core::Finding &decisive(const QList<core::Finding> &findings)
{
    const auto assigned = std::ranges::find(findings, "bound-to-vfio"_L1, &core::Finding::id);
    return core::verdict(findings) == core::Verdict::Ready && assigned != findings.end() ? *assigned : findings.first();
}

/// The verdict with the decisive finding and the number of others.
void addVerdict(TextReport &report, const QList<core::Finding> &findings)
{
    const core::Verdict verdict = core::verdict(findings);
    report.field(i18nc("@label:shell can this GPU be assigned", "Verdict"), verdictLabel(verdict, report.terminal()), tone(verdict));
    if (findings.isEmpty())
        return;
    report.field({}, decisive(findings).text);
    if (findings.size() > 1)
        report.field({}, i18ncp("@info:shell", "… and %1 more finding", "… and %1 more findings", findings.size() - 1), Tone::Dim);
}

void addBootAssignments(TextReport &report, const core::Snapshot &snapshot, const QList<core::BootAssignmentStatus> &states)
{
    for (const core::BootAssignmentStatus &state : states) {
        report.field(i18nc("@label:shell boot assignment of a GPU", "Boot"), bootAssignmentText(state), tone(state));
        if (const QString detail = bootAssignmentDetail(state, snapshot); !detail.isEmpty())
            report.field({}, detail);
    }
}

void addGpu(TextReport &report, const core::Snapshot &snapshot, const core::Function &gpu, const BootAssignmentReport &assignments)
{
    report.heading(gpu.address.toShortString(), nameInMachine(snapshot, gpu));
    report.field(i18nc("@label:shell IOMMU group", "Group"), groupSharingText(snapshot, gpu));
    report.field(i18nc("@label:shell", "Driver"), driverField(gpu));
    report.field(i18nc("@label:shell", "Power"), powerText(gpu));
    report.field(i18nc("@label:shell", "Used by"), usersText(snapshot, gpu));
    addVerdict(report, core::preflight(snapshot, gpu.address));
    addBootAssignments(report, snapshot, assignments.at(gpu.address));
    addVirtualFunctions(report, snapshot, gpu);
    report.blank();
}

void addOrphan(TextReport &report, const core::Snapshot &snapshot, const BootAssignmentReport &view, const core::BootAssignmentStatus &state)
{
    report.heading(state.address.toShortString(), i18nc("@title:shell", "Boot assignment of an empty slot"));
    addBootAssignment(report, view, state, snapshot);
    report.blank();
}
}

ExitCode runList(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::LookUp);
    if (!snapshot)
        return fail(snapshot.error());
    const BootAssignmentReport assignments = bootAssignmentReport(call, *snapshot);
    if (call.json)
        return print(toJson(*snapshot, assignments));

    TextReport report(call.terminal);
    const QList<const core::Function *> gpus = gpusOf(*snapshot);
    for (const core::Function *gpu : gpus) {
        const bool isBelowAnother = gpu->physicalFunction && snapshot->function(*gpu->physicalFunction);
        if (!isBelowAnother)
            addGpu(report, *snapshot, *gpu, assignments);
    }
    for (const core::BootAssignmentStatus &state : assignments.elsewhere(gpus))
        addOrphan(report, *snapshot, assignments, state);
    if (gpus.isEmpty())
        report.paragraph(noGpuText());
    else
        report.paragraph(i18nc("@info:shell %1 is an address, perhaps with options",
                               "For details, run: turnout show %1",
                               gpus.first()->address.toShortString() + sourceOptions(call)),
                         0,
                         Tone::Dim);
    return print(report.bytes());
}

}
