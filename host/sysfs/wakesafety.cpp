// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "wakesafety.h"

#include "core/boot/bootassignment.h"
#include "core/operation/hostdriverrecords.h"

#include <array>

namespace host
{

namespace
{
using enum Attribute;

// Read in Linux 6.12.
constexpr std::array table{
    AttributeRow{BootVga, "boot_vga", Effect::None, "drivers/pci/pci-sysfs.c boot_vga_show: vga_default_device()"},
    AttributeRow{Config, "config", Effect::Wakes, "drivers/pci/pci-sysfs.c pci_read_config: pci_config_pm_runtime_get()"},
    AttributeRow{CurrentLinkSpeed, "current_link_speed", Effect::Wakes, "drivers/pci/pci-sysfs.c current_link_speed_show: pci_config_pm_runtime_get()"},
    AttributeRow{CurrentLinkWidth, "current_link_width", Effect::Wakes, "drivers/pci/pci-sysfs.c current_link_width_show: pci_config_pm_runtime_get()"},
    AttributeRow{D3coldAllowed, "d3cold_allowed", Effect::None, "drivers/pci/pci-sysfs.c d3cold_allowed_show: pci_dev::d3cold_allowed"},
    AttributeRow{DriverOverride,
                 "driver_override",
                 Effect::Waits,
                 "drivers/pci/pci-sysfs.c driver_override_show: pci_dev::driver_override, under the device lock"},
    AttributeRow{MaxLinkSpeed, "max_link_speed", Effect::Wakes, "drivers/pci/pci.c pcie_get_speed_cap: reads Link Capabilities"},
    AttributeRow{MaxLinkWidth, "max_link_width", Effect::Wakes, "drivers/pci/pci.c pcie_get_width_cap: reads Link Capabilities"},
    AttributeRow{Modalias, "modalias", Effect::None, "drivers/pci/pci-sysfs.c modalias_show: IDs of pci_dev"},
    AttributeRow{NumaNode, "numa_node", Effect::None, "drivers/pci/pci-sysfs.c numa_node_show: device::numa_node"},
    AttributeRow{PowerState, "power_state", Effect::None, "drivers/pci/pci-sysfs.c power_state_show: pci_dev::current_state"},
    AttributeRow{Removable, "removable", Effect::None, "drivers/base/core.c removable_show: device::removable"},
    AttributeRow{ResetMethod, "reset_method", Effect::None, "drivers/pci/pci.c reset_method_show: pci_dev::reset_methods"},
    AttributeRow{Resource, "resource", Effect::None, "drivers/pci/pci-sysfs.c resource_show: pci_dev::resource"},
    AttributeRow{Revision, "revision", Effect::None, "drivers/pci/pci-sysfs.c revision_show: pci_dev::revision"},
    AttributeRow{RuntimeActiveTime, "power/runtime_active_time", Effect::None, "drivers/base/power/sysfs.c runtime_active_time_show: accounting only"},
    AttributeRow{RuntimeControl, "power/control", Effect::None, "drivers/base/power/sysfs.c control_show: dev_pm_info::runtime_auto"},
    AttributeRow{RuntimeStatus, "power/runtime_status", Effect::None, "drivers/base/power/sysfs.c runtime_status_show: dev_pm_info::runtime_status"},
    AttributeRow{RuntimeSuspendedTime, "power/runtime_suspended_time", Effect::None, "drivers/base/power/sysfs.c runtime_suspended_time_show: accounting only"},
    AttributeRow{SriovNumvfs, "sriov_numvfs", Effect::Waits, "drivers/pci/iov.c sriov_numvfs_show: pci_sriov::num_VFs, under the device lock"},
    AttributeRow{SriovTotalvfs, "sriov_totalvfs", Effect::None, "drivers/pci/iov.c sriov_totalvfs_show: pci_sriov::driver_max_VFs"},
    AttributeRow{TurnoutIdleState, "turnout/idle_state", Effect::None, "kmod/sysfs.c idle_state_show: turnout_device::idle_state"},
    AttributeRow{TurnoutInUse, "turnout/in_use", Effect::None, "kmod/sysfs.c in_use_show: turnout_device::in_use"},
    AttributeRow{TurnoutOpenCount, "turnout/open_count", Effect::None, "kmod/sysfs.c open_count_show: a counter"},
    AttributeRow{TurnoutOpregion, "turnout/opregion", Effect::None, "kmod/sysfs.c opregion_show: turnout_igd, kept from bind"},
    AttributeRow{TurnoutRequestCount, "turnout/request_count", Effect::None, "kmod/sysfs.c request_count_show: a counter"},
    AttributeRow{TurnoutSuspendCount, "turnout/suspend_count", Effect::None, "kmod/sysfs.c suspend_count_show: a counter"},
    AttributeRow{TurnoutSuspendedTime, "turnout/suspended_time_ms", Effect::None, "kmod/sysfs.c suspended_time_ms_show: turnout_device::suspended_ns"},
    AttributeRow{TurnoutVgaAccess, "turnout/vga_access", Effect::None, "kmod/sysfs.c vga_access_show: turnout_device::vga_hidden"},
    AttributeRow{TurnoutWakeCount, "turnout/wake_count", Effect::None, "kmod/sysfs.c wake_count_show: a counter"},
    AttributeRow{TurnoutWakeFailures, "turnout/wake_failures", Effect::None, "kmod/sysfs.c wake_failures_show: a counter"},

    AttributeRow{GroupReservedRegions, "reserved_regions", Effect::None, "drivers/iommu/iommu.c iommu_group_show_resv_regions: lists in memory"},
    AttributeRow{GroupType, "type", Effect::None, "drivers/iommu/iommu.c iommu_group_show_type: iommu_group::default_domain"},

    AttributeRow{BlockDmName, "dm/name", Effect::None, "drivers/md/dm-sysfs.c dm_attr_name_show: the hash cell's name"},
    AttributeRow{BlockSerial, "device/serial", Effect::None, "drivers/nvme/host/sysfs.c serial_show, drivers/mmc/core/mmc.c: identify data kept in memory"},
    AttributeRow{BlockSize, "size", Effect::None, "block/genhd.c part_size_show: bdev_nr_sectors()"},
    AttributeRow{BlockUdevData, "b", Effect::None, "a plain file of udev, below run/udev/data: “b” with the device number"},
    AttributeRow{BlockUnitSerialPage, "device/vpd_pg80", Effect::None, "drivers/scsi/scsi_sysfs.c show_vpd_pg80: the page kept from the scan"},
    AttributeRow{ConnectorEnabled, "enabled", Effect::None, "drivers/gpu/drm/drm_sysfs.c enabled_show: drm_connector::encoder"},
    AttributeRow{ConnectorStatus, "status", Effect::None, "drivers/gpu/drm/drm_sysfs.c status_show: drm_connector::status, no detection"},
    AttributeRow{DeviceNumber, "dev", Effect::None, "drivers/base/core.c dev_show: device::devt"},
    AttributeRow{DrmName, "name", Effect::None, "drivers/gpu/drm/drm_debugfs.c drm_name_info: names in memory"},
    AttributeRow{I915Opregion, "i915_opregion", Effect::None, "drivers/gpu/drm/i915/display/intel_opregion.c intel_opregion_show: the firmware's memory"},
    AttributeRow{I915Vbt, "i915_vbt", Effect::Wakes, "drivers/gpu/drm/i915/display/intel_bios.c intel_bios_get_vbt: may read the expansion ROM"},
    AttributeRow{InputKeys, "capabilities/key", Effect::None, "drivers/input/input.c input_dev_show_cap_key: input_dev::keybit"},
    AttributeRow{InputName, "name", Effect::None, "drivers/input/input.c input_dev_show_name: input_dev::name"},
    AttributeRow{InputRelativeAxes, "capabilities/rel", Effect::None, "drivers/input/input.c input_dev_show_cap_rel: input_dev::relbit"},
    AttributeRow{IrqChipName, "chip_name", Effect::None, "kernel/irq/irqdesc.c chip_name_show: irq_chip::name"},
    AttributeRow{NetAddress, "address", Effect::None, "net/core/net-sysfs.c address_show: net_device::dev_addr"},
    AttributeRow{NetOperstate, "operstate", Effect::None, "net/core/net-sysfs.c operstate_show: net_device::operstate"},
    AttributeRow{NvidiaInformation, "information", Effect::Wakes, "NVIDIA kernel-open/nvidia/nv-procfs.c nv_procfs_read_gpu_info: asks the resource manager"},
    AttributeRow{UsbProduct, "product", Effect::None, "drivers/usb/core/sysfs.c product_show: the string kept from enumeration"},

    AttributeRow{BootAssignments, core::bootAssignmentsFile, Effect::None, "a plain file of the helper, docs/persist.md"},
    AttributeRow{BootChecked, core::bootCheckedFile, Effect::None, "a plain file of the helper, docs/persist.md"},
    AttributeRow{CharacterDevices, "proc/devices", Effect::None, "fs/proc/devices.c devinfo_show: the table of majors"},
    AttributeRow{ChassisProduct, "sys/class/dmi/id/product_name", Effect::None, "drivers/firmware/dmi-id.c: strings in memory"},
    AttributeRow{ChassisType, "sys/class/dmi/id/chassis_type", Effect::None, "drivers/firmware/dmi-id.c: strings in memory"},
    AttributeRow{ChassisVendor, "sys/class/dmi/id/sys_vendor", Effect::None, "drivers/firmware/dmi-id.c: strings in memory"},
    AttributeRow{CommandLine, "proc/cmdline", Effect::None, "fs/proc/cmdline.c cmdline_proc_show"},
    AttributeRow{CpuInfo, "proc/cpuinfo", Effect::None, "arch/x86/kernel/cpu/proc.c show_cpuinfo"},
    AttributeRow{DeviceTreeModel, "proc/device-tree/model", Effect::None, "drivers/of/kobj.c of_node_property_read: the tree in memory"},
    AttributeRow{DriverctlOverrides, "etc/driverctl.d", Effect::None, "plain files, driverctl(8): one a function"},
    AttributeRow{EfiLoaderInfo,
                 "sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
                 Effect::None,
                 "fs/efivarfs/file.c: a firmware call, no PCI function"},
    AttributeRow{EfiSecureBoot,
                 "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
                 Effect::None,
                 "fs/efivarfs/file.c: a firmware call, no PCI function"},
    AttributeRow{EndedTrialBoot, core::endedTrialFile, Effect::None, "a plain file of the helper, docs/persist.md"},
    AttributeRow{GrubDefaults, "etc/default/grub", Effect::None, "a plain file"},
    AttributeRow{HostName, "proc/sys/kernel/hostname", Effect::None, "kernel/utsname_sysctl.c proc_do_uts_string"},
    AttributeRow{HostDriverRecords, core::hostDriverRecordsFile, Effect::None, "a plain file of the helper, docs/journal.md"},
    AttributeRow{HypervisorType, "sys/hypervisor/type", Effect::None, "drivers/xen/sys-hypervisor.c type_show"},
    AttributeRow{Interrupts, "proc/interrupts", Effect::None, "kernel/irq/proc.c show_interrupts: counters in memory"},
    AttributeRow{IoMemory, "proc/iomem", Effect::None, "kernel/resource.c r_show: the tree of resources in memory"},
    AttributeRow{KernelRelease, "proc/sys/kernel/osrelease", Effect::None, "kernel/utsname_sysctl.c proc_do_uts_string"},
    AttributeRow{LibvirtStatus, "run/libvirt/qemu", Effect::None, "plain files of libvirtd: one a running VM"},
    AttributeRow{Lockdown, "sys/kernel/security/lockdown", Effect::None, "security/lockdown/lockdown.c lockdown_read"},
    AttributeRow{ModprobeSettings, "etc/modprobe.d", Effect::None, "plain files, modprobe.d(5)"},
    AttributeRow{ModulesAlias, "modules.alias", Effect::None, "a plain file, below lib/modules/RELEASE"},
    AttributeRow{ModulesBuiltin, "modules.builtin", Effect::None, "a plain file, below lib/modules/RELEASE"},
    AttributeRow{ModulesDep, "modules.dep", Effect::None, "a plain file, below lib/modules/RELEASE"},
    AttributeRow{Mounts, "proc/self/mountinfo", Effect::None, "fs/proc_namespace.c show_mountinfo"},
    AttributeRow{MountsOfInit, "proc/1/mountinfo", Effect::None, "fs/proc_namespace.c mounts_open_common: for everybody who sees the process"},
    AttributeRow{OsRelease, "etc/os-release", Effect::None, "a plain file, os-release(5)"},
    AttributeRow{OsReleaseVendor, "usr/lib/os-release", Effect::None, "a plain file, os-release(5)"},
    AttributeRow{ProcessControlGroup, "cgroup", Effect::None, "kernel/cgroup/cgroup.c proc_cgroup_show, below proc/PID"},
    AttributeRow{ProcessName, "comm", Effect::None, "fs/proc/base.c comm_show, below proc/PID"},
    AttributeRow{ProxmoxMapping, "etc/pve/mapping/pci.cfg", Effect::None, "a file of pmxcfs, kept in memory"},
    AttributeRow{ProxmoxVms, "etc/pve/qemu-server", Effect::None, "files of pmxcfs, kept in memory: one a VM, qm.conf(5)"},
    AttributeRow{SupergfxdSettings, "etc/supergfxd.conf", Effect::None, "a plain file of supergfxctl"},
    AttributeRow{Swaps, "proc/swaps", Effect::None, "mm/swapfile.c swap_show"},
    AttributeRow{TrialBoot, core::trialFile, Effect::None, "a plain file of the helper, docs/persist.md"},
    AttributeRow{XenCapabilities, "proc/xen/capabilities", Effect::None, "drivers/xen/xenfs/super.c capabilities_read"},
    AttributeRow{XenFeatures, "sys/hypervisor/properties/features", Effect::None, "drivers/xen/sys-hypervisor.c features_show"},
};

constexpr bool inEnumOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (size_t(table[i].attribute) != i)
            return false;
    }
    return true;
}
static_assert(inEnumOrder() && table.size() == size_t(XenFeatures) + 1, "one row for each Attribute, in the order of the enum");
}

std::span<const AttributeRow> attributes()
{
    return table;
}

const AttributeRow &row(Attribute attribute)
{
    return table[size_t(attribute)];
}

}
