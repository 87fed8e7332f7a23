// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "answer.h"

#include "app/model/functionlink.h"

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
            return {Answer::Kind::There, i18nc("@info", "It is ready for a virtual machine."), i18nc("@info", "VFIO holds it; the host does not use it.")};
        return {Answer::Kind::Yes, i18nc("@info", "Yes, it can go to a virtual machine."), {}};
    case core::Verdict::Caution:
        return {Answer::Kind::WithCare,
                i18nc("@info", "It can go, with care."),
                i18ncp("@info", "One thing to know first:", "%1 things to know first:", cautions)};
    case core::Verdict::Blocked:
        return {Answer::Kind::NotYet,
                i18nc("@info", "It cannot go to a virtual machine yet."),
                i18ncp("@info", "One thing stands in the way:", "%1 things stand in the way:", blockers)};
    }
    Q_UNREACHABLE_RETURN({});
}

const core::Function *gpuOfSlot(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    const core::Function *const function = snapshot.function(address);
    const auto assignedTogether = function ? core::assignedTogetherWith(snapshot, *function) : QList<const core::Function *>();
    const auto it = std::ranges::find_if(assignedTogether, [](const core::Function *other) {
        return core::isDisplay(*other);
    });
    return it != assignedTogether.end() ? *it : nullptr;
}

/// A GPU that `function` keeps with the host by sharing its group.
const core::Function *heldGpu(const core::Snapshot &snapshot, const core::Function &function)
{
    const core::Group *group = function.group ? snapshot.group(*function.group) : nullptr;
    if (!group)
        return nullptr;
    for (const core::PciAddress &member : group->members) {
        const core::Function *gpu = snapshot.function(member);
        if (gpu && core::isDisplay(*gpu) && core::groupBlockers(snapshot, *group, member).contains(&function))
            return gpu;
    }
    return nullptr;
}

}

QString deviceStateText(DeviceState state)
{
    switch (state) {
    case DeviceState::Host:
        return i18nc("@info:status of a device", "With the host");
    case DeviceState::Assigned:
        return i18nc("@info:status of a device", "Held for a virtual machine");
    case DeviceState::Suspended:
        return i18nc("@info:status of a device", "Asleep");
    case DeviceState::Open:
        return i18nc("@info:status of a device", "Without a driver");
    }
    Q_UNREACHABLE_RETURN({});
}

Answer answer(const core::Snapshot &snapshot, const MapAnnotations &annotations, const core::Function &function)
{
    if (const auto it = annotations.findings.constFind(function.address); it != annotations.findings.cend())
        return gpuAnswer(function, *it);
    if (core::isBridge(function))
        return {Answer::Kind::Stays,
                i18nc("@info", "It stays with the host, as bridges do."),
                i18nc("@info", "VFIO leaves bridges alone, even in a shared group.")};
    if (const core::Function *gpu = gpuOfSlot(snapshot, function.address))
        return {Answer::Kind::AssignedTogether,
                i18nc("@info", "It goes where its GPU goes."),
                i18nc("@info %1 is a link to a device", "It sits in the same slot as %1.", functionLink(gpu->address, core::displayName(*gpu)))};
    if (const core::Function *gpu = heldGpu(snapshot, function))
        return {Answer::Kind::InTheWay,
                i18nc("@info", "It stays, and keeps a GPU with it."),
                i18nc("@info %1 is a link to a device, %2 a number, %3 a driver",
                      "It shares IOMMU group %2 with %1 and is bound to %3, so that GPU cannot go.",
                      functionLink(gpu->address, core::displayName(*gpu)),
                      core::number(*function.group),
                      function.driver.valueOr({}).toHtmlEscaped())};
    return {Answer::Kind::Stays, i18nc("@info", "It stays with the host."), i18nc("@info", "Turnout hands over GPUs and what shares their slot.")};
}

Answer unfinishedAnswer(core::Verb earlier)
{
    const QString what = earlier == core::Verb::Assign ? i18nc("@info", "It was to be given to virtual machines, and came to no end that is known.")
        : earlier == core::Verb::Release               ? i18nc("@info", "It was to be taken back for this computer, and came to no end that is known.")
                                                       : i18nc("@info", "It came to no end that is known.");
    return {Answer::Kind::NotYet,
            i18nc("@info", "An earlier change of it is unfinished."),
            what + QLatin1Char(' ') + i18nc("@info", "Nothing else is begun here before that is resolved.")};
}

}
