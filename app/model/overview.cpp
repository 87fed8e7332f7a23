// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "overview.h"

#include "app/text/devicetext.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

namespace app
{

namespace
{

/// Bad checks first; a check that could not be read comes after a warning.
QList<core::DoctorCheck> checksOf(const core::Snapshot &snapshot)
{
    const auto rank = [](const core::DoctorCheck &check) {
        switch (check.state) {
        case core::DoctorCheck::State::Bad:
            return 0;
        case core::DoctorCheck::State::Warning:
            return 1;
        case core::DoctorCheck::State::Unknown:
            return 2;
        case core::DoctorCheck::State::Good:
            return 3;
        }
        Q_UNREACHABLE_RETURN(3);
    };
    QList<core::DoctorCheck> checks = core::doctor(snapshot);
    std::ranges::stable_sort(checks, {}, rank);
    return checks;
}

QString systemOf(const core::Machine &machine)
{
    QStringList parts{machine.operatingSystem};
    if (!machine.kernel.isEmpty())
        parts.append(i18nc("@info kernel version", "Linux %1", machine.kernel));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

GpuSummary summaryOf(const core::Snapshot &snapshot, const core::Function &gpu, const Annotations &annotations)
{
    return {.address = gpu.address,
            .name = nameInMachine(snapshot, gpu),
            .subtitle = i18nc("@info address, state", "%1 · %2", gpu.address.toShortString(), deviceStateText(gpu)),
            .state = deviceState(gpu),
            .verdict = core::verdict(annotations.findings.value(gpu.address)),
            .bootNote = annotations.bootNotes.value(gpu.address),
            .unfinished = needsRecovery(annotations.findings.value(gpu.address))};
}

}

Overview overviewOf(const core::Snapshot &snapshot, const Annotations &annotations, const BootAssignmentView &bootAssignments)
{
    Overview overview{.name = machineName(snapshot.machine),
                      .subtitle = systemOf(snapshot.machine),
                      .gpus = {},
                      .orphans = bootAssignments.orphans,
                      .unreadableBootAssignments = bootAssignments.unreadable,
                      .checks = checksOf(snapshot)};
    for (const core::Function &function : snapshot.functions) {
        if (annotations.findings.contains(function.address))
            overview.gpus.append(summaryOf(snapshot, function, annotations));
    }
    return overview;
}

bool needsRecovery(const QList<core::Finding> &findings)
{
    return std::ranges::any_of(findings, [](const core::Finding &finding) {
        return finding.id == QLatin1String("stuck-in-kernel");
    });
}

}
