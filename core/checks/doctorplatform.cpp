// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "doctorchecks.h"
#include "platform.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

using State = DoctorCheck::State;

namespace
{
const auto id = u"platform"_s;

DoctorCheck xen()
{
    return check(id,
                 State::Bad,
                 i18nc("@info", "This system is Xen's control domain. Xen owns the IOMMU, so VFIO and Turnout cannot assign devices here."),
                 i18nc("@info", "/sys/hypervisor: xen, control domain"),
                 i18nc("@info", "Assign devices with Xen: “sudo xl pci-assignable-add ADDRESS”, which binds them to xen-pciback."));
}

DoctorCheck virtualMachine()
{
    return check(id,
                 State::Warning,
                 i18nc("@info", "This system is a virtual machine. It can assign a device to VMs of its own only if its host gives it a virtual IOMMU and nested virtualization."),
                 i18nc("@info", "/proc/cpuinfo, /sys/hypervisor or DMI: a hypervisor"),
                 i18nc("@info", "Add an IOMMU to this VM on its host, with libvirt “<iommu model='intel'/>” or “<iommu model='virtio'/>”."));
}

DoctorCheck board(const Machine &machine)
{
    const QString name = machine.product.isEmpty() ? i18nc("@info a machine", "an Arm board") : machine.product;
    return check(id,
                 State::Good,
                 i18nc("@info %1 is a machine", "This machine is %1, which has no firmware setup.", name),
                 u"/proc/device-tree/model"_s);
}

DoctorCheck mac(bool t2)
{
    return check(id,
                 State::Good,
                 t2 ? i18nc("@info", "This machine is a Mac with an Apple T2, behind which its disk, audio and keyboard are. Macs have no firmware setup.")
                    : i18nc("@info", "This machine is a Mac, which has no firmware setup."),
                 t2 ? i18nc("@info", "/sys/bus/pci/devices: a function of vendor 106b") : u"/sys/class/dmi/id/sys_vendor"_s);
}

/// A PC with Intel VMD hides disks in a domain of its own.
std::optional<DoctorCheck> vmd(const Snapshot &snapshot)
{
    const auto hidden = std::ranges::count_if(snapshot.functions, [](const Function &function) {
        return isBehindVmd(function.address);
    });
    if (hidden == 0)
        return std::nullopt;
    return check(u"vmd"_s,
                 State::Good,
                 i18ncp("@info",
                        "Intel VMD has one function in a PCI domain of its own. It shares the IOMMU group of the VMD controller and cannot be assigned by itself.",
                        "Intel VMD has %1 functions in a PCI domain of its own. They share the IOMMU group of the VMD controller and cannot be assigned by themselves.",
                        int(hidden)),
                 i18nc("@info", "/sys/bus/pci/devices: domains from 10000 on"));
}
}

QList<DoctorCheck> platformChecks(const Snapshot &snapshot)
{
    QList<DoctorCheck> checks;
    const Platform platform = platformOf(snapshot);
    switch (platform) {
    case Platform::XenControlDomain:
        checks.append(xen());
        break;
    case Platform::VirtualMachine:
        checks.append(virtualMachine());
        break;
    case Platform::RaspberryPi:
    case Platform::ArmBoard:
        checks.append(board(snapshot.machine));
        break;
    case Platform::AppleT2:
    case Platform::Mac:
        checks.append(mac(platform == Platform::AppleT2));
        break;
    case Platform::ArmServer:
    case Platform::Pc:
        break;
    }
    if (const auto check = vmd(snapshot))
        checks.append(*check);
    return checks;
}

}
