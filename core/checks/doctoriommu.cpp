// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctorchecks.h"

#include "bootparameters.h"
#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"
#include "platform.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

using State = DoctorCheck::State;

namespace
{
/// The kernel parameter that turns the IOMMU off, or empty.
QString switchedOffBy(const Machine &machine)
{
    for (const QLatin1StringView name : {"intel_iommu"_L1, "amd_iommu"_L1, "iommu"_L1}) {
        if (bootParameter(machine, name) == u"off"_s)
            return name + "=off"_L1;
    }
    return {};
}

/// Where the IOMMU is turned on, besides kernel parameters.
QString iommuMenu(const Snapshot &snapshot)
{
    const Platform platform = platformOf(snapshot);
    if (platform == Platform::VirtualMachine)
        return i18nc("@info", "Add an IOMMU to this VM on its host, with libvirt “<iommu model='intel'/>” or “<iommu model='virtio'/>”.");
    if (platform == Platform::XenControlDomain)
        return i18nc("@info", "Assign devices with Xen: “sudo xl pci-assignable-add ADDRESS”.");
    if (platform == Platform::ArmServer)
        return i18nc("@info", "Turn on “SMMU” (Arm System MMU, also “IOMMU”) in the firmware setup.");
    if (!hasFirmwareSetup(platform))
        return snapshot.machine.cpuVendor == CpuVendor::Arm ? i18nc("@info", "Check that the board's device tree has an SMMU for the PCI host bridge; not every board has one.") : QString();
    switch (snapshot.machine.cpuVendor) {
    case CpuVendor::Intel:
        return i18nc("@info",
                     "Turn on “VT-d” (Intel Virtualization Technology for Directed I/O) in the firmware setup, often under System Agent or Chipset.");
    case CpuVendor::Amd:
        return i18nc("@info",
                     "Set “IOMMU” (AMD-Vi) to Enabled in the firmware setup, often under AMD CBS or NBIO. “Auto” means off on many boards. The kernel then "
                     "uses it by itself.");
    case CpuVendor::Arm:
    case CpuVendor::Other:
        return i18nc("@info", "Turn on the IOMMU in the firmware setup.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString iommuRemedy(const Snapshot &snapshot)
{
    const Machine &machine = snapshot.machine;
    if (const QString parameter = switchedOffBy(machine); !parameter.isEmpty())
        return i18nc("@info %1 is a kernel parameter, %2 sentences on where it goes",
                     "Remove the kernel parameter “%1”. %2",
                     parameter,
                     whereParametersGo(machine));
    const QString menu = iommuMenu(snapshot);
    const bool isOn = bootParameter(machine, "intel_iommu"_L1).value_or(QString()).startsWith("on"_L1);
    if (machine.cpuVendor != CpuVendor::Intel || isOn || platformOf(snapshot) == Platform::XenControlDomain)
        return menu.isEmpty() ? i18nc("@info", "See the kernel's log for “DMAR” or “AMD-Vi” messages: “sudo dmesg”.") : menu;
    const QString parameter = i18nc("@info %1 are sentences on where parameters go",
                                    "Add the kernel parameter “intel_iommu=on”, which is not the default of every kernel. “iommu=pt” is optional: it exempts the host's "
                                    "own devices from translation. %1",
                                    whereParametersGo(machine));
    return menu.isEmpty() ? parameter : menu + u' ' + parameter;
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

/// Also for the functions assigned together with the GPU, which may have their own groups.
bool hasViableGroups(const Snapshot &snapshot, const Function &gpu)
{
    return std::ranges::all_of(assignedTogetherWith(snapshot, gpu), [&](const Function *function) {
        const Group *group = function->group ? snapshot.group(*function->group) : nullptr;
        return group && groupBlockers(snapshot, *group, gpu.address).isEmpty();
    });
}
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
    if (machine.groupsWithoutPci)
        return check(id,
                     State::Bad,
                     i18nc("@info", "The IOMMU of this machine serves only devices of the SoC and no PCI device. No setting or kernel parameter changes that."),
                     i18ncp("@info", "/sys/kernel/iommu_groups: one group, without a PCI function", "/sys/kernel/iommu_groups: %1 groups, without a PCI function", int(*machine.groupsWithoutPci)),
                     i18nc("@info", "Use a machine whose IOMMU covers PCI devices."));
    QString evidence = i18nc("@info", "/sys/kernel/iommu_groups: empty");
    if (const QString parameter = switchedOffBy(machine); !parameter.isEmpty())
        evidence += u"; /proc/cmdline: "_s + parameter;
    return check(id,
                 State::Bad,
                 i18nc("@info", "The IOMMU is off or missing, so no device of this machine can be assigned to VMs."),
                 evidence,
                 iommuRemedy(snapshot));
}

DoctorCheck interruptRemapping(const Machine &machine)
{
    const QString id = u"interrupt-remapping"_s;
    const QString unsafe = u"vfio_iommu_type1.allow_unsafe_interrupts"_s;
    const auto allowed = bootParameter(machine, "vfio_iommu_type1.allow_unsafe_interrupts"_L1);
    if (bootParameter(machine, "intremap"_L1) == u"off"_s)
        return check(id,
                     State::Bad,
                     i18nc("@info", "Interrupt remapping is off, so VFIO refuses to assign devices."),
                     u"/proc/cmdline: intremap=off"_s,
                     i18nc("@info %1 are sentences on where parameters go", "Remove the kernel parameter “intremap=off”. %1", whereParametersGo(machine)));
    if (allowed && *allowed != "0"_L1 && !allowed->startsWith('n'_L1, Qt::CaseInsensitive))
        return check(id,
                     State::Warning,
                     i18nc("@info", "VFIO is configured to work without interrupt remapping. A VM could then inject interrupts of other devices."),
                     u"/proc/cmdline: "_s + unsafe,
                     i18nc("@info", "Remove that parameter unless a VM that you trust fails to start without it."));
    const QString chips = u"/sys/kernel/irq/*/chip_name"_s;
    if (machine.interruptRemapping && *machine.interruptRemapping)
        return check(id, State::Good, i18nc("@info", "The IOMMU remaps interrupts, so a VM cannot inject those of other devices."), chips + u": IR-…"_s);
    if (machine.interruptRemapping)
        return check(id,
                     State::Bad,
                     i18nc("@info", "The IOMMU does not remap interrupts. VFIO refuses to assign devices, and VMs fail to start."),
                     i18nc("@info %1 is a path", "%1: none begins with “IR-”", chips),
                     i18nc("@info", "Update the firmware, and turn on x2APIC or interrupt remapping in its setup."));
    return check(id,
                 State::Unknown,
                 i18nc("@info", "No interrupt shows whether the IOMMU remaps interrupts. Without remapping, VFIO refuses and VMs fail to start."),
                 i18nc("@info", "kernel log: “Enabled IRQ remapping” or “Interrupt remapping enabled”"));
}

DoctorCheck acsOverride()
{
    return check(u"acs-override"_s,
                 State::Warning,
                 i18nc("@info", "This kernel runs with an ACS override, so its groups do not prove that devices are isolated from each other."),
                 u"/proc/cmdline: pcie_acs_override="_s,
                 i18nc("@info", "Use it only for VMs that you trust."));
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
        return check(id, State::Good, i18nc("@info", "No GPU shares its IOMMU group with a device that the host uses."), evidence);
    const QString text =
        i18nc("@info %1 is a list of GPUs", "These GPUs have no IOMMU group or share it with devices that the host uses: %1.", names(crowded));
    return check(id,
                 crowded.size() == all ? State::Bad : State::Warning,
                 text,
                 evidence,
                 i18nc("@info", "Run “turnout groups” to see which port or device merges the group and how to separate it."));
}

DoctorCheck permissions(const Snapshot &snapshot)
{
    const QString id = u"permissions"_s;
    const auto unread = std::ranges::count_if(snapshot.functions, [](const Function &function) {
        return !function.capabilities && function.capabilities.why() != Unread::Suspended && function.capabilities.why() != Unread::NotResponding;
    });
    if (unread == 0)
        return check(id, State::Good, i18nc("@info", "The capabilities of all active functions could be read."), u"/sys/bus/pci/devices/*/config"_s);
    return check(id,
                 State::Unknown,
                 i18ncp("@info",
                        "The capabilities of one function could not be read, so the reason why it shares a group is uncertain.",
                        "The capabilities of %1 functions could not be read, so the reasons why they share groups are uncertain.",
                        int(unread)),
                 i18nc("@info", "/sys/bus/pci/devices/*/config: could not be read"),
                 i18nc("@info", "Run “sudo turnout doctor” to read them with administrator rights."));
}

}
