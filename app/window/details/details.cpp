// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "details.h"

#include "app/model/functionlink.h"
#include "app/window/operation/operationtext.h"
#include "core/checks/blockers.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace app
{

namespace
{

QString subtitleOf(const core::Function &function)
{
    return i18nc("@info address, kind of device, state",
                 "%1 · %2 · %3",
                 function.address.toShortString(),
                 function.className,
                 deviceStateText(function));
}

/// None where a blocker cannot be accepted: no button could work.
std::optional<DeviceAction> actionOf(const core::Function &function, const QList<core::Finding> &findings)
{
    if (!core::isGpu(function))
        return {};
    if (needsRecovery(findings))
        return recoverAction(function.address);
    if (core::isOnVfio(function) || core::hasLostItsDriver(function))
        return actionFor(core::Verb::Release, function.address, i18nc("@action:button", "Return to the Host…"));
    if (!core::areAcceptable(core::blockersLeft(findings)))
        return {};
    const bool blocked = core::verdict(findings) == core::Verdict::Blocked;
    return actionFor(core::Verb::Assign,
                     function.address,
                     blocked ? i18nc("@action:button despite a blocker", "Assign Anyway…") : i18nc("@action:button", "Assign to VMs…"));
}

Reason reasonOf(const core::ShareReason &reason, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    return {.severity = {}, .text = linkFunctions(reason.text, snapshot, here), .remedy = linkFunctions(reason.remedy, snapshot, here), .evidence = {}};
}

/// Values that were read may name other functions of the machine.
QList<FactSection> linkedFacts(const core::Snapshot &snapshot, const core::Function &function)
{
    QList<FactSection> sections = functionFacts(snapshot, function);
    for (FactSection &section : sections) {
        for (FunctionFact &fact : section.facts)
            fact.text = linkFunctions(fact.text, snapshot, function.address);
    }
    return sections;
}

}

std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address)
{
    const core::Snapshot &snapshot = *machine.snapshot;
    const core::Function *function = snapshot.function(address);
    if (!function)
        return {};
    const QList<core::Finding> findings = machine.annotations.findings.value(address);
    Details details{.address = address,
                    .name = core::displayName(*function),
                    .subtitle = subtitleOf(*function),
                    .state = deviceState(*function),
                    .gpu = core::isGpu(*function),
                    .answer = answer(snapshot, machine.annotations, *function),
                    .action = actionOf(*function, findings),
                    .boot = bootAssignmentCardOf(machine.bootAssignments, address),
                    .findings = {},
                    .groupTitle = {},
                    .shareReasons = {},
                    .sections = linkedFacts(snapshot, *function)};
    for (const core::Finding &finding : findings)
        details.findings.append(reasonOf(finding, snapshot, address));
    if (!function->group)
        return details;
    details.groupTitle = i18nc("@title:group", "Why IOMMU Group %1 Is Shared", core::number(*function->group));
    for (const core::ShareReason &reason : machine.annotations.shareReasons.value(core::number(*function->group)))
        details.shareReasons.append(reasonOf(reason, snapshot, address));
    return details;
}

Details withUnfinished(Details details, core::Verb earlier)
{
    details.answer = unfinishedAnswer(earlier);
    details.action = recoverAction(details.address);
    if (details.boot && !details.boot->assigned)
        details.boot.reset();
    return details;
}

}
