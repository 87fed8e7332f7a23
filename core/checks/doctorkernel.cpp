// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctorchecks.h"

#include "bootparameters.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

using State = DoctorCheck::State;

namespace
{
/// Only the relevant kernel parameters: others may be private.
QString relevantParameters(const Machine &machine)
{
    static constexpr std::array topics{"iommu"_L1, "vfio"_L1, "intremap"_L1, "pci"_L1, "blacklist"_L1};
    QStringList parameters = machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    parameters.removeIf([](const QString &parameter) {
        return std::ranges::none_of(topics, [&parameter](QLatin1StringView topic) {
            return parameter.contains(topic);
        });
    });
    return parameters.isEmpty() ? i18nc("@info of kernel parameters", "none about PCI, IOMMU or VFIO") : parameters.join(u' ');
}

QString modulesFolder(const Machine &machine)
{
    const bool nixos = machine.systemIds.contains("nixos"_L1);
    return (nixos ? "/run/booted-system/kernel-modules/lib/modules/"_L1 : "/lib/modules/"_L1) + machine.kernel;
}
}

DoctorCheck bootParameters(const Machine &machine)
{
    const State state = knowsWhereParametersGo(machine) ? State::Good : State::Unknown;
    const QString evidence = machine.commandLine.isEmpty() ? i18nc("@info", "/proc/cmdline: unknown")
                                                           : i18nc("@info %1 are kernel parameters", "/proc/cmdline: %1", relevantParameters(machine));
    return check(u"boot-parameters"_s, state, whereParametersGo(machine), evidence);
}

DoctorCheck vfioModules(const Machine &machine)
{
    const QString id = u"vfio-modules"_s;
    QStringList missing;
    for (const QString &name : {u"vfio_pci"_s, u"vfio_iommu_type1"_s}) {
        if (!machine.vfioModules.contains(name))
            missing << name;
    }
    const QString folder = modulesFolder(machine);
    if (missing.isEmpty())
        return check(id, State::Good, i18nc("@info", "This kernel has VFIO, which is loaded when needed."), folder + u": "_s + machine.vfioModules.join(u", "_s));
    return check(id,
                 State::Bad,
                 i18nc("@info %1 is a list of kernel modules", "This kernel lacks modules for assigning devices: %1.", missing.join(u", "_s)),
                 i18nc("@info %1 is a path, %2 a list of kernel modules", "%1: no %2", folder, missing.join(u", "_s)),
                 i18nc("@info", "Install your distribution's full kernel or the package with its extra modules. Restart first if the kernel was updated."));
}

DoctorCheck signedModules(const Machine &machine)
{
    const QString id = u"signed-modules"_s;
    constexpr auto ours = "turnout_vfio_pci"_L1;
    const bool locked = machine.lockdown && *machine.lockdown != "none"_L1;
    const bool secure = machine.secureBoot && *machine.secureBoot;
    if (!locked && !secure) {
        const bool unreadable = !machine.secureBoot && machine.secureBoot.why() != Unread::Absent;
        const bool unreported = !machine.secureBoot && !machine.lockdown && !machine.kvm;
        if (unreported)
            return check(id,
                         State::Unknown,
                         i18nc("@info", "It is unknown whether this machine requires signed kernel modules."),
                         i18nc("@info", "/sys/firmware/efi, /sys/kernel/security/lockdown: unknown"));
        if (unreadable)
            return check(id,
                         State::Unknown,
                         i18nc("@info", "It is unknown whether Secure Boot is on. It affects only modules that the distribution did not sign."),
                         i18nc("@info", "/sys/firmware/efi/efivars/SecureBoot-*: could not be read"));
        return check(id,
                     State::Good,
                     i18nc("@info", "This machine loads kernel modules without a signature."),
                     i18nc("@info", "Secure Boot and kernel lockdown: off"));
    }
    const QString evidence = locked ? u"/sys/kernel/security/lockdown: "_s + *machine.lockdown : u"/sys/firmware/efi/efivars/SecureBoot-*: 1"_s;
    if (machine.vfioModules.contains(ours) && !machine.vfioModulesLoaded.contains(ours))
        return check(
            id,
            State::Warning,
            i18nc("@info",
                  "This machine loads only signed kernel modules. Turnout's VFIO module needs a signature that this machine trusts; the kernel's vfio-pci "
                  "has one."),
            evidence,
            i18nc("@info", "Enroll a key with “sudo mokutil --import” and sign Turnout's module with it, which DKMS can do by itself."));
    return check(id, State::Good, i18nc("@info", "This machine loads only signed kernel modules, and the kernel's vfio-pci is signed."), evidence);
}

}
