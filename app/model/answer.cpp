// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "answer.h"

#include "app/model/functionlink.h"
#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

namespace app
{

namespace
{

Answer gpuAnswer(const core::Function &gpu, const QList<core::Finding> &findings)
{
    const auto blockers = static_cast<int>(std::ranges::count(findings, core::Severity::Blocker, &core::Finding::severity));
    const auto cautions = static_cast<int>(std::ranges::count(findings, core::Severity::Caution, &core::Finding::severity));
    switch (core::verdict(findings)) {
    case core::Verdict::Ready:
        if (core::isOnVfio(gpu))
            return {Answer::Kind::Assigned, i18nc("@info", "It is assigned to VMs."), i18nc("@info", "A VFIO driver has it; the host does not use it.")};
        return {Answer::Kind::Yes, i18nc("@info", "It can be assigned to VMs."), {}};
    case core::Verdict::Caution:
        return {Answer::Kind::WithCare,
                i18nc("@info", "It can be assigned to VMs, with caution."),
                i18ncp("@info", "One caution applies:", "%1 cautions apply:", cautions)};
    case core::Verdict::Blocked:
        return {Answer::Kind::NotYet,
                i18nc("@info", "It cannot be assigned to VMs yet."),
                i18ncp("@info", "One finding blocks it:", "%1 findings block it:", blockers)};
    }
    Q_UNREACHABLE_RETURN({});
}

const core::Function *gpuOfCard(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    const core::Function *const function = snapshot.function(address);
    const auto assignedTogether = function ? core::assignedTogetherWith(snapshot, *function) : QList<const core::Function *>();
    const auto it = std::ranges::find_if(assignedTogether, [](const core::Function *other) {
        return core::isGpu(*other);
    });
    return it != assignedTogether.end() ? *it : nullptr;
}

/// A GPU that `function` keeps on the host by sharing its group.
const core::Function *blockedGpu(const core::Snapshot &snapshot, const core::Function &function)
{
    const core::Group *group = function.group ? snapshot.group(*function.group) : nullptr;
    if (!group)
        return nullptr;
    for (const core::PciAddress &member : group->members) {
        const core::Function *gpu = snapshot.function(member);
        if (gpu && core::isGpu(*gpu) && core::groupBlockers(snapshot, *group, member).contains(&function))
            return gpu;
    }
    return nullptr;
}

}

Answer answer(const core::Snapshot &snapshot, const Annotations &annotations, const core::Function &function)
{
    if (const auto it = annotations.findings.constFind(function.address); it != annotations.findings.cend())
        return gpuAnswer(function, *it);
    if (core::isBridge(function))
        return {Answer::Kind::StaysOnHost,
                i18nc("@info", "It stays on the host, like every bridge."),
                i18nc("@info", "VFIO does not take bridges, even in a shared group.")};
    if (const core::Function *gpu = gpuOfCard(snapshot, function.address))
        return {Answer::Kind::AssignedTogether,
                i18nc("@info", "It is assigned together with its GPU."),
                i18nc("@info %1 is a link to a device", "It is on the same card as %1.", functionLink(gpu->address, core::displayName(*gpu)))};
    if (const core::Function *gpu = blockedGpu(snapshot, function))
        return {Answer::Kind::BlocksGpu,
                i18nc("@info", "It stays on the host and blocks a GPU."),
                i18nc("@info %1 is a link to a device, %2 a number, %3 a driver",
                      "It shares IOMMU group %2 with %1 and is bound to %3, so that GPU cannot be assigned.",
                      functionLink(gpu->address, core::displayName(*gpu)),
                      core::number(*function.group),
                      function.driver.valueOr({}).toHtmlEscaped())};
    return {Answer::Kind::StaysOnHost, i18nc("@info", "It stays on the host."), i18nc("@info", "Turnout assigns GPUs and the other functions on their cards.")};
}

Answer unfinishedAnswer(core::Verb earlier)
{
    const QString what = earlier == core::Verb::Assign ? i18nc("@info", "It was to be assigned to VMs, and the outcome is unknown.")
        : earlier == core::Verb::Release               ? i18nc("@info", "It was to be returned to the host, and the outcome is unknown.")
                                                       : i18nc("@info", "The outcome is unknown.");
    return {Answer::Kind::NotYet,
            i18nc("@info", "An operation on this GPU was interrupted."),
            what + QLatin1Char(' ') + i18nc("@info", "Finish or undo it before you change anything else here.")};
}

}
