// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctorchecks.h"

#include "bootparameters.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

using State = DoctorCheck::State;

namespace
{
QString virtualizationMenu(const Machine &machine)
{
    if (!machine.hypervisor.isEmpty())
        return i18nc("@info", "Turn on nested virtualization for this VM on its host, with libvirt by the CPU mode “host-passthrough”.");
    switch (machine.cpuVendor) {
    case CpuVendor::Intel:
        return i18nc("@info", "Turn on “Intel Virtualization Technology” (VT-x) in the firmware setup, usually in the processor settings.");
    case CpuVendor::Amd:
        return i18nc("@info", "Turn on “SVM Mode” (AMD-V) in the firmware setup, usually in the processor settings.");
    case CpuVendor::Arm:
        return i18nc("@info", "Start the kernel in EL2, which the firmware or boot loader decides.");
    case CpuVendor::Other:
        return i18nc("@info", "Turn on virtualization in the firmware setup, usually in the processor settings.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString kvmModule(CpuVendor vendor)
{
    switch (vendor) {
    case CpuVendor::Intel:
        return i18nc("@info", "Load its kernel module: “sudo modprobe kvm_intel”.");
    case CpuVendor::Amd:
        return i18nc("@info", "Load its kernel module: “sudo modprobe kvm_amd”.");
    case CpuVendor::Arm:
        return i18nc("@info", "Start the kernel in EL2, which the firmware or boot loader decides. KVM is built into Arm kernels.");
    case CpuVendor::Other:
        return i18nc("@info", "Load the KVM kernel module for this processor.");
    }
    Q_UNREACHABLE_RETURN(QString());
}
}

DoctorCheck cpuVirtualization(const Machine &machine)
{
    const QString id = u"cpu-virtualization"_s;
    const bool hasNoFlags = !machine.cpuVirtualization && machine.cpuVirtualization.why() == Unread::Absent; // as on RISC-V and POWER
    if (hasNoFlags && machine.cpuVendor == CpuVendor::Other && machine.kvm.valueOr(false))
        return check(id, State::Good, i18nc("@info", "The processor can run VMs."), u"/dev/kvm"_s);
    if (machine.cpuVendor == CpuVendor::Arm && machine.kvm) // Documentation/virt/kvm/arm: only a kernel started in EL2 has it
        return *machine.kvm ? check(id, State::Good, i18nc("@info", "The kernel was started in EL2, so it can run VMs."), u"/dev/kvm"_s)
                            : check(id,
                                    State::Bad,
                                    i18nc("@info", "The kernel was not started in EL2, so it cannot run VMs."),
                                    i18nc("@info", "/dev/kvm: missing"),
                                    virtualizationMenu(machine));
    if (!machine.cpuVirtualization)
        return check(id,
                     State::Unknown,
                     i18nc("@info", "It is unknown whether the processor supports virtualization."),
                     i18nc("@info", "/proc/cpuinfo: could not be read"));
    if (*machine.cpuVirtualization)
        return check(id, State::Good, i18nc("@info", "The processor supports virtualization, and the firmware allows it."), i18nc("@info", "/proc/cpuinfo: vmx or svm"));
    const bool works = machine.kvm.valueOr(false);
    return check(id,
                 works ? State::Warning : State::Bad,
                 works ? i18nc("@info", "KVM is available, although the processor reports no support for virtualization. VMs may be slow or fail.")
                       : i18nc("@info", "The processor's virtualization is off or missing."),
                 i18nc("@info", "/proc/cpuinfo: neither vmx nor svm"),
                 virtualizationMenu(machine));
}

DoctorCheck kvm(const Machine &machine)
{
    const QString id = u"kvm"_s;
    if (!machine.kvm)
        return check(id, State::Unknown, i18nc("@info", "It is unknown whether KVM is available."), i18nc("@info", "/dev/kvm: not checked"));
    if (*machine.kvm)
        return check(id, State::Good, i18nc("@info", "KVM is available."), u"/dev/kvm"_s);
    const QString evidence = i18nc("@info", "/dev/kvm: missing");
    if (!machine.cpuVirtualization)
        return check(id, State::Bad, i18nc("@info", "KVM is not available."), evidence, kvmModule(machine.cpuVendor));
    if (*machine.cpuVirtualization)
        return check(id, State::Bad, i18nc("@info", "KVM is not available, although the processor supports it."), evidence, kvmModule(machine.cpuVendor));
    return check(id,
                 State::Bad,
                 i18nc("@info", "KVM is not available because the processor's virtualization is off."),
                 evidence,
                 virtualizationMenu(machine));
}

}
