// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentreport.h"
#include "findingreport.h"
#include "functionreport.h"
#include "json.h"
#include "source.h"
#include "verbs.h"

#include "app/text/devicetext.h"
#include "core/checks/preflight.h"
#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/operation/planjson.h"
#include "core/pci/pciclass.h"
#include "core/snapshot/snapshotjson.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QJsonObject toJson(const core::Snapshot &snapshot, const core::Function &function, const BootAssignmentReport &here)
{
    QJsonObject object{{u"function"_s, core::functionToJson(function)}};
    if (core::isGpu(function)) {
        const QList<core::Finding> findings = core::preflight(snapshot, function.address);
        object.insert(u"verdict"_s, core::toKeyword(core::verdict(findings)));
        object.insert(u"findings"_s, core::toJson(findings));
        object.insert(u"bootAssignments"_s, toJson(here, snapshot));
    }
    return object;
}

QString meaning(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return i18nc("@info:shell verdict", "it can be assigned to VMs.");
    case core::Verdict::Caution:
        return i18nc("@info:shell verdict", "it can be assigned to VMs, but read the findings first.");
    case core::Verdict::Blocked:
        return i18nc("@info:shell verdict", "it cannot be assigned to VMs yet.");
    }
    Q_UNREACHABLE_RETURN({});
}

void addAnswer(TextReport &report, const core::Snapshot &snapshot, const core::Function &gpu)
{
    const QList<core::Finding> findings = core::preflight(snapshot, gpu.address);
    const core::Verdict verdict = core::verdict(findings);
    report.heading(i18nc("@title:shell", "Can it be assigned to VMs?"));
    report.paragraph(verdictLabel(verdict, report.terminal()) + u": "_s + meaning(verdict), 2, tone(verdict));
    for (const core::Finding &finding : findings)
        addFinding(report, finding);
    report.blank();
}

void addMembers(TextReport &report, const QString &title, const QList<const core::Function *> &functions)
{
    if (functions.isEmpty())
        return;
    report.heading(title);
    for (const core::Function *member : functions)
        addMember(report, *member, 2);
    report.blank();
}

/// What goes to a VM with the GPU, and what could; of another function, its slot.
void addCompany(TextReport &report, const core::Snapshot &snapshot, const core::Function &function)
{
    if (!core::isGpu(function)) {
        const QList<const core::Function *> slot = snapshot.slotOf(function.address);
        addMembers(report, i18nc("@title:shell", "Functions of the same slot"), slot.size() < 2 ? QList<const core::Function *>() : slot);
        return;
    }
    const core::Companions companions = core::companionsOf(snapshot, function);
    const QList<const core::Function *> together = core::assignedTogetherWith(snapshot, function);
    addMembers(report, i18nc("@title:shell", "Assigned together"), together.size() < 2 ? QList<const core::Function *>() : together);
    QList<const core::Function *> others = companions.card + companions.optional;
    others.removeIf([&together](const core::Function *other) {
        return together.contains(other);
    });
    addMembers(report, i18nc("@title:shell functions that --with adds", "Can be added with --with"), others);
}

void addBootAssignments(TextReport &report, const core::Snapshot &snapshot, const BootAssignmentReport &here)
{
    if (here.statuses.isEmpty())
        return;
    report.heading(i18nc("@title:shell", "Boot assignment"));
    for (const core::BootAssignmentStatus &status : here.statuses)
        addBootAssignment(report, here, status, snapshot);
    report.blank();
}

QByteArray report(const Invocation &call, const core::Snapshot &snapshot, const core::Function &function, const BootAssignmentReport &here)
{
    TextReport report(call.terminal);
    report.heading(function.address.toShortString(), nameInMachine(snapshot, function));
    report.blank();
    if (core::isGpu(function)) {
        addAnswer(report, snapshot, function);
        report.heading(i18nc("@title:shell", "Used by"));
        report.paragraph(usersText(snapshot, function), 2);
        report.blank();
    }
    addBootAssignments(report, snapshot, here);
    addCompany(report, snapshot, function);
    addFacts(report, snapshot, function);
    return report.bytes();
}
}

ExitCode runShow(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::LookUp);
    if (!snapshot)
        return fail(snapshot.error());
    const core::Result<const core::Function *> function = find(*snapshot, call.addresses.first());
    if (!function)
        return fail(function.error());
    BootAssignmentReport here = bootAssignmentReport(call, *snapshot);
    here.statuses = here.at((*function)->address);
    return call.json ? print(toJson(*snapshot, **function, here)) : print(report(call, *snapshot, **function, here));
}

}
