// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctor.h"

#include "bootparameters.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using State = DoctorCheck::State;

DoctorCheck check(const QString &id, State state, const QString &text, const QString &evidence, const QString &remedy = {})
{
    return {.id = id, .state = state, .text = text, .evidence = evidence, .remedy = remedy};
}

QString virtualizationMenu(CpuVendor vendor)
{
    switch (vendor) {
    case CpuVendor::Intel:
        return i18nc("@info", "In the firmware setup, switch on “Intel Virtualization Technology” (VT-x), usually among the processor's settings.");
    case CpuVendor::Amd:
        return i18nc("@info", "In the firmware setup, switch on “SVM Mode” (AMD-V), usually among the processor's settings.");
    case CpuVendor::Other:
        return i18nc("@info", "In the firmware setup, switch on the processor's virtualization.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

DoctorCheck cpuVirtualization(const Machine &machine)
{
    const QString id = u"cpu-virtualization"_s;
    if (!machine.cpuVirtualization)
        return check(id,
                     State::Unknown,
                     i18nc("@info", "Whether the processor can run virtual machines could not be read."),
                     i18nc("@info", "/proc/cpuinfo: could not be read"));
    if (*machine.cpuVirtualization)
        return check(id, State::Good, i18nc("@info", "The processor can run virtual machines, and may."), i18nc("@info", "/proc/cpuinfo: vmx or svm"));
    const bool works = machine.kvm.valueOr(false);
    return check(id,
                 works ? State::Warning : State::Bad,
                 works ? i18nc("@info", "KVM is there, although the processor does not say that it can run virtual machines: they may be slow, or fail.")
                       : i18nc("@info", "The processor's virtualization is switched off or missing."),
                 i18nc("@info", "/proc/cpuinfo: neither vmx nor svm"),
                 virtualizationMenu(machine.cpuVendor));
}

QString kvmModule(CpuVendor vendor)
{
    switch (vendor) {
    case CpuVendor::Intel:
        return i18nc("@info", "Load its module: “sudo modprobe kvm_intel”.");
    case CpuVendor::Amd:
        return i18nc("@info", "Load its module: “sudo modprobe kvm_amd”.");
    case CpuVendor::Other:
        return i18nc("@info", "Load the kernel's KVM module for this processor.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

DoctorCheck kvm(const Machine &machine)
{
    const QString id = u"kvm"_s;
    if (!machine.kvm)
        return check(id, State::Unknown, i18nc("@info", "Whether KVM is there is not known."), i18nc("@info", "/dev/kvm: not looked for"));
    if (*machine.kvm)
        return check(id, State::Good, i18nc("@info", "KVM is there."), u"/dev/kvm"_s);
    const QString evidence = i18nc("@info", "/dev/kvm: not there");
    if (!machine.cpuVirtualization)
        return check(id, State::Bad, i18nc("@info", "KVM is not there."), evidence, kvmModule(machine.cpuVendor));
    if (*machine.cpuVirtualization)
        return check(id, State::Bad, i18nc("@info", "KVM is not there, although the processor could."), evidence, kvmModule(machine.cpuVendor));
    return check(id,
                 State::Bad,
                 i18nc("@info", "KVM is not there, because the processor's virtualization is off."),
                 evidence,
                 virtualizationMenu(machine.cpuVendor));
}

/// A parameter that switches the IOMMU off, as it stands on the command line; empty when there is none.
QString switchedOffBy(const Machine &machine)
{
    for (const QLatin1StringView name : {"intel_iommu"_L1, "amd_iommu"_L1, "iommu"_L1}) {
        if (bootParameter(machine, name) == u"off"_s)
            return name + "=off"_L1;
    }
    return {};
}

QString iommuMenu(CpuVendor vendor)
{
    switch (vendor) {
    case CpuVendor::Intel:
        return i18nc("@info",
                     "In the firmware setup, switch on “VT-d” (Intel Virtualization Technology for Directed I/O), often under System Agent or Chipset.");
    case CpuVendor::Amd:
        return i18nc("@info",
                     "In the firmware setup, set “IOMMU” (AMD-Vi) to Enabled, often under AMD CBS or NBIO; “Auto” means off on many boards. The kernel then "
                     "uses it by itself.");
    case CpuVendor::Other:
        return i18nc("@info", "In the firmware setup, switch on the IOMMU.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString iommuRemedy(const Machine &machine)
{
    if (const QString mergingBridge = switchedOffBy(machine); !mergingBridge.isEmpty())
        return i18nc("@info %1 is a kernel parameter, %2 sentences on where it goes",
                     "Remove the kernel parameter “%1”. %2",
                     mergingBridge,
                     whereParametersGo(machine));
    if (machine.cpuVendor != CpuVendor::Intel || bootParameter(machine, "intel_iommu"_L1).value_or(QString()).startsWith("on"_L1))
        return iommuMenu(machine.cpuVendor);
    return iommuMenu(machine.cpuVendor) + u' '
        + i18nc("@info %1 are sentences on where parameters go",
                "Then add the kernel parameter “intel_iommu=on”, which not every kernel has as its default. “iommu=pt” may go with it; it spares the host's "
                "own devices the "
                "translation and is not needed. %1",
                whereParametersGo(machine));
}

QString kindName(IommuKind kind)
{
    switch (kind) {
    case IommuKind::IntelVtd:
        return u"Intel VT-d"_s;
    case IommuKind::AmdVi:
        return u"AMD-Vi"_s;
    case IommuKind::ArmSmmu:
        return u"Arm SMMU"_s;
    case IommuKind::Virtio:
        return u"virtio-iommu"_s;
    case IommuKind::None:
    case IommuKind::Other:
        return u"IOMMU"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

DoctorCheck iommu(const Snapshot &snapshot)
{
    const QString id = u"iommu"_s;
    const Machine &machine = snapshot.machine;
    if (!snapshot.groups.empty())
        return check(id,
                     State::Good,
                     i18ncp("@info %2 is a kind of IOMMU",
                            "The IOMMU is on (%2), with one group.",
                            "The IOMMU is on (%2), with %1 groups.",
                            int(snapshot.groups.size()),
                            kindName(machine.iommu)),
                     u"/sys/kernel/iommu_groups"_s);
    QString evidence = i18nc("@info", "/sys/kernel/iommu_groups: empty");
    if (const QString mergingBridge = switchedOffBy(machine); !mergingBridge.isEmpty())
        evidence += u"; /proc/cmdline: "_s + mergingBridge;
    return check(id,
                 State::Bad,
                 i18nc("@info", "The IOMMU is off or not there: no device of this machine can be given to a virtual machine."),
                 evidence,
                 iommuRemedy(machine));
}

/// The words of the command line that this is about; the others are nobody's business in a report.
QString relevantParameters(const Machine &machine)
{
    static constexpr std::array topics{"iommu"_L1, "vfio"_L1, "intremap"_L1, "pci"_L1, "blacklist"_L1};
    QStringList keywords = machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    keywords.removeIf([](const QString &word) {
        return std::ranges::none_of(topics, [&word](QLatin1StringView about) {
            return word.contains(about);
        });
    });
    return keywords.isEmpty() ? i18nc("@info of kernel parameters", "none about PCI, IOMMU or VFIO") : keywords.join(u' ');
}

DoctorCheck bootParameters(const Machine &machine)
{
    const State state = machine.bootLoader == BootLoader::Unknown ? State::Unknown : State::Good;
    const QString evidence = machine.commandLine.isEmpty() ? i18nc("@info", "/proc/cmdline: not known")
                                                           : i18nc("@info %1 are kernel parameters", "/proc/cmdline: %1", relevantParameters(machine));
    return check(u"boot-parameters"_s, state, whereParametersGo(machine), evidence);
}

DoctorCheck interruptRemapping(const Machine &machine)
{
    const QString id = u"interrupt-remapping"_s;
    const QString unsafe = u"vfio_iommu_type1.allow_unsafe_interrupts"_s;
    const auto allowed = bootParameter(machine, "vfio_iommu_type1.allow_unsafe_interrupts"_L1);
    if (bootParameter(machine, "intremap"_L1) == u"off"_s)
        return check(id,
                     State::Bad,
                     i18nc("@info", "Interrupt remapping is switched off: VFIO refuses to give devices away."),
                     u"/proc/cmdline: intremap=off"_s,
                     i18nc("@info %1 are sentences on where parameters go", "Remove the kernel parameter “intremap=off”. %1", whereParametersGo(machine)));
    if (allowed && *allowed != "0"_L1 && !allowed->startsWith('n'_L1, Qt::CaseInsensitive))
        return check(id,
                     State::Warning,
                     i18nc("@info", "VFIO is told to do without interrupt remapping: a virtual machine could then send interrupts that are not its own."),
                     u"/proc/cmdline: "_s + unsafe,
                     i18nc("@info", "Remove that parameter, unless a virtual machine you trust does not start without it."));
    return check(id,
                 State::Unknown,
                 i18nc("@info", "Whether the IOMMU remaps interrupts is told by no file. Without it, VFIO refuses and the start of a virtual machine fails."),
                 i18nc("@info", "the kernel's messages: “Enabled IRQ remapping” or “Interrupt remapping enabled”"));
}

DoctorCheck vfioModules(const Machine &machine)
{
    const QString id = u"vfio-modules"_s;
    QStringList missing;
    for (const QString &name : {u"vfio_pci"_s, u"vfio_iommu_type1"_s}) {
        if (!machine.vfioModules.contains(name))
            missing << name;
    }
    const QString folder = "/lib/modules/"_L1 + machine.kernel;
    if (missing.isEmpty())
        return check(id, State::Good, i18nc("@info", "This kernel has VFIO; it is loaded when needed."), folder + u": "_s + machine.vfioModules.join(u", "_s));
    return check(id,
                 State::Bad,
                 i18nc("@info %1 is a list of kernel modules", "This kernel lacks what hands devices over: %1.", missing.join(u", "_s)),
                 i18nc("@info %1 is a path, %2 a list of kernel modules", "%1: without %2", folder, missing.join(u", "_s)),
                 i18nc("@info", "Install your distribution's complete kernel, or the package with its extra modules. After a kernel update, restart first."));
}

DoctorCheck signedModules(const Machine &machine)
{
    const QString id = u"signed-modules"_s;
    constexpr auto ours = "turnout_vfio_pci"_L1;
    const bool locked = machine.lockdown && *machine.lockdown != "none"_L1;
    const bool secure = machine.secureBoot && *machine.secureBoot;
    if (!locked && !secure) {
        const bool unread = !machine.secureBoot && machine.secureBoot.why() != Unread::Absent;
        const bool untold = !machine.secureBoot && !machine.lockdown && !machine.kvm;
        if (untold)
            return check(id,
                         State::Unknown,
                         i18nc("@info", "Whether this machine asks modules for a signature is not known."),
                         i18nc("@info", "/sys/firmware/efi, /sys/kernel/security/lockdown: not known"));
        if (unread)
            return check(id,
                         State::Unknown,
                         i18nc("@info", "Whether Secure Boot is on could not be read. It matters for modules that the distribution has not signed only."),
                         i18nc("@info", "/sys/firmware/efi/efivars/SecureBoot-*: could not be read"));
        return check(id,
                     State::Good,
                     i18nc("@info", "This machine loads modules without asking for a signature."),
                     i18nc("@info", "Secure Boot and kernel lockdown: off"));
    }
    const QString evidence = locked ? u"/sys/kernel/security/lockdown: "_s + *machine.lockdown : u"/sys/firmware/efi/efivars/SecureBoot-*: 1"_s;
    if (machine.vfioModules.contains(ours) && !machine.vfioModulesLoaded.contains(ours))
        return check(
            id,
            State::Warning,
            i18nc("@info",
                  "This machine loads signed kernel modules only. Turnout's own VFIO module needs a signature that this machine trusts; the kernel's vfio-pci "
                  "works as it is."),
            evidence,
            i18nc("@info", "To use Turnout's module, enrol a key with “sudo mokutil --import” and sign the module with it; DKMS can do so by itself."));
    return check(id, State::Good, i18nc("@info", "This machine loads signed kernel modules only; the kernel's own vfio-pci is signed."), evidence);
}

QList<const Function *> gpusOf(const Snapshot &snapshot)
{
    QList<const Function *> gpus;
    for (const Function &function : snapshot.functions) {
        if (isDisplay(function) && !function.physicalFunction)
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

DoctorCheck gpus(const Snapshot &snapshot)
{
    const QString id = u"gpus"_s;
    const QList<const Function *> found = gpusOf(snapshot);
    if (found.isEmpty())
        return check(id,
                     State::Bad,
                     i18nc("@info", "This machine has no GPU."),
                     i18nc("@info", "/sys/bus/pci/devices: no function of class 0x03"),
                     i18nc("@info", "A GPU that is there and not listed may be switched off in the firmware setup or by a graphics switch of the laptop."));
    if (found.size() == 1)
        return check(id,
                     State::Warning,
                     i18nc("@info %1 is a GPU", "There is one GPU, %1: while a virtual machine has it, the host has no screen.", names(found)),
                     i18nc("@info", "/sys/bus/pci/devices: one function of class 0x03"),
                     i18nc("@info", "If the processor has graphics of its own, switch them on in the firmware setup; or add a second GPU."));
    return check(id,
                 State::Good,
                 i18ncp("@info %2 is a list of GPUs", "There is %1 GPU: %2.", "There are %1 GPUs: %2.", int(found.size()), names(found)),
                 u"/sys/bus/pci/devices"_s);
}

/// Of the GPU and of all that travels with it, as its audio, which may have a group of its own.
bool hasViableGroups(const Snapshot &snapshot, const Function &gpu)
{
    return std::ranges::all_of(assignedTogetherWith(snapshot, gpu), [&](const Function *companion) {
        const Group *group = companion->group ? snapshot.group(*companion->group) : nullptr;
        return group && groupBlockers(snapshot, *group, gpu.address).isEmpty();
    });
}

DoctorCheck gpuGroups(const Snapshot &snapshot)
{
    const QString id = u"gpu-groups"_s;
    QList<const Function *> crowded = gpusOf(snapshot);
    const qsizetype all = crowded.size();
    crowded.removeIf([&snapshot](const Function *gpu) {
        return hasViableGroups(snapshot, *gpu);
    });
    const QString evidence = u"/sys/kernel/iommu_groups"_s;
    if (crowded.isEmpty())
        return check(id, State::Good, i18nc("@info", "No GPU shares its IOMMU group with another device that the host uses."), evidence);
    const QString text =
        i18nc("@info %1 is a list of GPUs", "These GPUs are in no IOMMU group, or share theirs with devices that the host uses: %1.", names(crowded));
    return check(id,
                 crowded.size() == all ? State::Bad : State::Warning,
                 text,
                 evidence,
                 i18nc("@info", "“turnout groups” says which port or device merges the group, and what helps."));
}

DoctorCheck acsOverride()
{
    return check(u"acs-override"_s,
                 State::Warning,
                 i18nc("@info", "This kernel runs with an ACS override: its groups are no proof that devices are isolated from each other."),
                 u"/proc/cmdline: pcie_acs_override="_s,
                 i18nc("@info", "Keep it only for virtual machines that you trust."));
}

DoctorCheck permissions(const Snapshot &snapshot)
{
    const QString id = u"permissions"_s;
    const auto unread = std::ranges::count_if(snapshot.functions, [](const Function &function) {
        return !function.capabilities && function.capabilities.why() != Unread::Suspended;
    });
    if (unread == 0)
        return check(id, State::Good, i18nc("@info", "The capabilities of every function that is awake could be read."), u"/sys/bus/pci/devices/*/config"_s);
    return check(id,
                 State::Unknown,
                 i18ncp("@info",
                        "The capabilities of one function could not be read; why it shares a group is then only likely.",
                        "The capabilities of %1 functions could not be read; why they share groups is then only likely.",
                        int(unread)),
                 i18nc("@info", "/sys/bus/pci/devices/*/config: could not be read"),
                 i18nc("@info", "To be sure, look once with administrator rights: “sudo turnout doctor”."));
}
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
    QList<DoctorCheck> checks = {cpuVirtualization(machine), kvm(machine), iommu(snapshot), bootParameters(machine)};
    if (!snapshot.groups.empty())
        checks.append(interruptRemapping(machine));
    if (bootParameter(machine, "pcie_acs_override"_L1))
        checks.append(acsOverride());
    checks += {vfioModules(machine), signedModules(machine), gpus(snapshot)};
    if (!snapshot.groups.empty() && !gpusOf(snapshot).isEmpty())
        checks.append(gpuGroups(snapshot));
    checks.append(permissions(snapshot));
    return checks;
}

}
