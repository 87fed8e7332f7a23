// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignment.h"
#include "core/pci/function.h"

#include <memory>
#include <vector>

namespace core
{

enum class Firmware : quint8 { Bios, Efi };

enum class IommuKind : quint8 { None, IntelVtd, AmdVi, ArmSmmu, Virtio, Other };

enum class CpuVendor : quint8 { Intel, Amd, Arm, Other };

/// How this machine is booted, as far as files show; `doctor` needs it to say where a parameter goes.
enum class BootLoader : quint8 { Unknown, Grub, SystemdBoot, Limine, Refind };

enum class InitramfsTool : quint8 { Unknown, InitramfsTools, Dracut, Mkinitcpio };

/// A setting by which another program decides about a function.
struct ManagerSetting {
    QString manager; ///< "driverctl", "supergfxctl"; "modprobe" for /etc/modprobe.d
    QString file; ///< "/etc/driverctl.d/0000:01:00.0"
    QString setting; ///< the line or value that decides: "vfio-pci", "options vfio-pci ids=10de:1b80"

    bool operator==(const ManagerSetting &) const = default;
};

/// The machine as a whole.
struct Machine {
    QString hostName;
    QString vendor; ///< DMI; empty when unknown
    QString product; ///< DMI, or the model of the device tree
    std::optional<quint8> chassis; ///< DMI chassis type (SMBIOS 3.7, 7.4.1)
    QString operatingSystem; ///< PRETTY_NAME of os-release
    QStringList systemIds; ///< ID and ID_LIKE of os-release
    QString kernel; ///< release, "6.12.107+deb13-amd64"
    QString commandLine;
    CpuVendor cpuVendor = CpuVendor::Other;
    Reading<bool> cpuVirtualization; ///< vmx or svm among the CPU flags; Absent on other architectures
    std::optional<quint8> physicalBits; ///< width of the CPU's physical addresses
    QString hypervisor; ///< "xen-dom0", or "vm" in a virtual machine; empty: none is known
    Reading<bool> kvm; ///< /dev/kvm is there; Absent: nothing of this kind is known, as in a dump
    Firmware firmware = Firmware::Bios;
    Reading<bool> secureBoot; ///< Absent: booted without EFI
    Reading<QString> lockdown; ///< none, integrity, confidentiality
    IommuKind iommu = IommuKind::None;
    QStringList iommuUnits; ///< "dmar0", "ivhd0": names in /sys/class/iommu
    std::optional<quint32> groupsWithoutPci; ///< IOMMU groups of devices that are not PCI functions
    Reading<bool> interruptRemapping; ///< Absent: no interrupt shows it
    BootLoader bootLoader = BootLoader::Unknown;
    InitramfsTool initramfs = InitramfsTool::Unknown;
    QStringList vfioModules; ///< of vfio_pci, vfio_iommu_type1, turnout_vfio_pci: those this kernel has
    QStringList vfioModulesLoaded;
    QStringList markers; ///< of the files that core::markerFiles() names, those that exist
    QStringList readOnlyPaths; ///< of "/", "/etc" and "/boot", those on read-only file systems
    QStringList storagePools; ///< "ZFS rpool": imported pools; BlockDevice::uses has the known members
    QList<ManagerSetting> managerSettings; ///< in the order of managers and files

    bool operator==(const Machine &) const = default;
};

/// One line of /sys/kernel/iommu_groups/N/reserved_regions.
struct ReservedRegion {
    quint64 first = 0;
    quint64 last = 0; ///< inclusive
    QString type; ///< direct, direct-relaxable, reserved, msi

    bool operator==(const ReservedRegion &) const = default;
};

struct Group {
    IommuGroupId id{};
    Reading<QString> type; ///< "DMA", "DMA-FQ", "identity", "blocked", "unmanaged"
    QList<PciAddress> members; ///< in address order
    Reading<QList<ReservedRegion>> reservedRegions;

    bool operator==(const Group &) const = default;
};

/// A machine at one moment: a plain value, not changed after it was made. Functions are in address order and groups in
/// number order; both readers (host/ and JSON) ensure that.
struct Snapshot {
    Machine machine;
    std::vector<Function> functions;
    std::vector<Group> groups;
    StoredBootAssignments boot;

    /// Null when there is no such function.
    const Function *function(const PciAddress &address) const;
    const Group *group(IommuGroupId id) const;
    /// The functions that share a slot with `address`, that one included, in order.
    QList<const Function *> slotOf(const PciAddress &address) const;
    /// A kernel before 5.15, or a snapshot from elsewhere, has no reset_method at all; its absence then means nothing.
    bool hasResetMethods() const;

    bool operator==(const Snapshot &) const = default;
};

/// Threads, models and views share a Snapshot by this.
using SnapshotPtr = std::shared_ptr<const Snapshot>;

}
