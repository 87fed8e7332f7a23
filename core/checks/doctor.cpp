// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctor.h"

#include "bootparameters.h"
#include "core/logging.h"
#include "core/pci/pciclass.h"
#include "doctorchecks.h"
#include "platform.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

using State = DoctorCheck::State;

namespace
{
DoctorCheck gpus(const Snapshot &snapshot)
{
    const QString id = u"gpus"_s;
    const QList<const Function *> found = gpusOf(snapshot);
    if (found.isEmpty())
        return check(id,
                     State::Bad,
                     i18nc("@info", "This machine has no GPU."),
                     i18nc("@info", "/sys/bus/pci/devices: no function of class 0x03"),
                     hasFirmwareSetup(platformOf(snapshot))
                         ? i18nc("@info", "Check the firmware setup and the laptop's graphics switch: either can turn a GPU off.")
                         : i18nc("@info", "Check that a GPU is connected and powered."));
    if (found.size() == 1)
        return check(id,
                     State::Warning,
                     i18nc("@info %1 is a GPU", "This machine has one GPU, %1. While it is assigned to VMs, the host has no display.", names(found)),
                     i18nc("@info", "/sys/bus/pci/devices: one function of class 0x03"),
                     hasFirmwareSetup(platformOf(snapshot))
                         ? i18nc("@info", "Turn on the processor's integrated graphics in the firmware setup, if it has any, or add a second GPU.")
                         : i18nc("@info", "Work on this machine over the network while the GPU is assigned, or add a second GPU."));
    return check(id,
                 State::Good,
                 i18ncp("@info %2 is a list of GPUs", "This machine has %1 GPU: %2.", "This machine has %1 GPUs: %2.", int(found.size()), names(found)),
                 u"/sys/bus/pci/devices"_s);
}
}

DoctorCheck check(const QString &id, State state, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = id, .state = state, .text = text, .evidence = evidence, .remedy = remedy};
}

QList<const Function *> gpusOf(const Snapshot &snapshot)
{
    QList<const Function *> gpus;
    for (const Function &function : snapshot.functions) {
        if (isGpu(function) && !function.physicalFunction)
            gpus.append(&function);
    }
    return gpus;
}

QString names(const QList<const Function *> &gpus)
{
    QStringList names;
    for (const Function *gpu : gpus)
        names << gpu->address.toShortString() + u' ' + displayName(*gpu);
    return names.join(u", "_s);
}

QString toKeyword(DoctorCheck::State state)
{
    switch (state) {
    case State::Good:
        return u"good"_s;
    case State::Warning:
        return u"warning"_s;
    case State::Bad:
        return u"bad"_s;
    case State::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

QList<DoctorCheck> doctor(const Snapshot &snapshot)
{
    const Machine &machine = snapshot.machine;
    QList<DoctorCheck> checks = platformChecks(snapshot);
    if (platformOf(snapshot) == Platform::XenControlDomain) // the rest is about KVM and VFIO
        return checks + QList<DoctorCheck>{bootParameters(machine), gpus(snapshot)};
    checks += {cpuVirtualization(machine), kvm(machine), iommu(snapshot), bootParameters(machine)};
    if (!snapshot.groups.empty() && machine.cpuVendor != CpuVendor::Arm) // an ITS isolates each device's interrupts
        checks.append(interruptRemapping(machine));
    if (bootParameter(machine, "pcie_acs_override"_L1))
        checks.append(acsOverride());
    checks += {vfioModules(machine), signedModules(machine), gpus(snapshot)};
    if (!snapshot.groups.empty() && !gpusOf(snapshot).isEmpty())
        checks.append(gpuGroups(snapshot));
    checks.append(permissions(snapshot));
    for (const DoctorCheck &check : std::as_const(checks))
        qCDebug(TURNOUT_CORE).noquote() << "Doctor:" << check.id << toKeyword(check.state);
    return checks;
}

}
