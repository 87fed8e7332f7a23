// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshotjsonmembers.h"

/// The members of Snapshot::machine, as in snapshotjsonmembers.h.
namespace core::json
{

template<>
inline constexpr Keyword<Firmware> keywords<Firmware>[] = {
    {Firmware::Bios, "bios"},
    {Firmware::Efi, "efi"},
};
template<>
inline constexpr Keyword<IommuKind> keywords<IommuKind>[] = {
    {IommuKind::None, "none"},
    {IommuKind::IntelVtd, "intel-vt-d"},
    {IommuKind::AmdVi, "amd-vi"},
    {IommuKind::ArmSmmu, "arm-smmu"},
    {IommuKind::Virtio, "virtio"},
    {IommuKind::Other, "other"},
};
template<>
inline constexpr Keyword<CpuVendor> keywords<CpuVendor>[] = {
    {CpuVendor::Intel, "intel"},
    {CpuVendor::Amd, "amd"},
    {CpuVendor::Arm, "arm"},
    {CpuVendor::Other, "other"},
};
template<>
inline constexpr Keyword<BootLoader> keywords<BootLoader>[] = {
    {BootLoader::Unknown, "unknown"},
    {BootLoader::Grub, "grub"},
    {BootLoader::SystemdBoot, "systemd-boot"},
    {BootLoader::Limine, "limine"},
    {BootLoader::Refind, "refind"},
};
template<>
inline constexpr Keyword<InitramfsTool> keywords<InitramfsTool>[] = {
    {InitramfsTool::Unknown, "unknown"},
    {InitramfsTool::InitramfsTools, "initramfs-tools"},
    {InitramfsTool::Dracut, "dracut"},
    {InitramfsTool::Mkinitcpio, "mkinitcpio"},
};

void members(auto &visit, Is<ManagerSetting> auto &setting)
{
    visit("manager", setting.manager);
    visit("file", setting.file);
    visit("setting", setting.setting);
}

void members(auto &visit, Is<Machine> auto &machine)
{
    visit("hostName", machine.hostName);
    visit("vendor", machine.vendor);
    visit("product", machine.product);
    visit("chassis", machine.chassis);
    visit("operatingSystem", machine.operatingSystem);
    visit("systemIds", machine.systemIds);
    visit("kernel", machine.kernel);
    visit("commandLine", machine.commandLine);
    visit("cpuVendor", machine.cpuVendor);
    visit("cpuVirtualization", machine.cpuVirtualization);
    visit("physicalBits", machine.physicalBits);
    visit("hypervisor", machine.hypervisor);
    visit("kvm", machine.kvm);
    visit("firmware", machine.firmware);
    visit("secureBoot", machine.secureBoot);
    visit("lockdown", machine.lockdown);
    visit("iommu", machine.iommu);
    visit("iommuUnits", machine.iommuUnits);
    visit("groupsWithoutPci", machine.groupsWithoutPci);
    visit("interruptRemapping", machine.interruptRemapping);
    visit("bootLoader", machine.bootLoader);
    visit("initramfs", machine.initramfs);
    visit("vfioModules", machine.vfioModules);
    visit("vfioModulesLoaded", machine.vfioModulesLoaded);
    visit("markers", machine.markers);
    visit("readOnlyPaths", machine.readOnlyPaths);
    visit("storagePools", machine.storagePools);
    visit("managerSettings", machine.managerSettings);
}

}
