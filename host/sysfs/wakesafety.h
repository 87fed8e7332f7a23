// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

#include <span>

namespace host
{

/// Every file that the reader can open. Directory::read() and Directory::open(), the only ways to a file's content, take an
/// Attribute: a file that is not in the table below cannot be read.
enum class Attribute : quint8 {
    // of a PCI function, below /sys/bus/pci/devices/ADDRESS
    BootVga,
    Config,
    CurrentLinkSpeed,
    CurrentLinkWidth,
    D3coldAllowed,
    DriverOverride,
    MaxLinkSpeed,
    MaxLinkWidth,
    Modalias,
    NumaNode,
    PowerState,
    Removable,
    ResetMethod,
    Resource,
    Revision,
    RuntimeActiveTime,
    RuntimeControl,
    RuntimeStatus,
    RuntimeSuspendedTime,
    SriovNumvfs,
    SriovTotalvfs,
    TurnoutIdleState,
    TurnoutInUse,
    TurnoutOpenCount,
    TurnoutOpregion,
    TurnoutRequestCount,
    TurnoutSuspendCount,
    TurnoutSuspendedTime,
    TurnoutVgaAccess,
    TurnoutWakeCount,
    TurnoutWakeFailures,
    // of an IOMMU group, below /sys/kernel/iommu_groups/N
    GroupReservedRegions,
    GroupType,
    // of what a function's driver made: class devices, USB devices and directories in debugfs
    BlockDmName,
    BlockSerial,
    BlockSize,
    BlockUdevData,
    BlockUnitSerialPage,
    ConnectorEnabled,
    ConnectorStatus,
    DeviceNumber,
    DrmName,
    I915Opregion,
    I915Vbt,
    InputKeys,
    InputName,
    InputRelativeAxes,
    IrqChipName,
    NetAddress,
    NetOperstate,
    NvidiaInformation,
    UsbProduct,
    // of the machine, relative to the root
    BootAssignments,
    BootChecked,
    CharacterDevices,
    ChassisProduct,
    ChassisType,
    ChassisVendor,
    CommandLine,
    CpuInfo,
    DeviceTreeModel,
    DriverctlOverrides, ///< a directory: see Directory::readIn()
    EfiLoaderInfo,
    EfiSecureBoot,
    EndedTrialBoot,
    GrubDefaults,
    HostName,
    HostDriverRecords,
    HypervisorType,
    Interrupts,
    IoMemory,
    KernelRelease,
    LibvirtStatus, ///< a directory
    Lockdown,
    ModprobeSettings, ///< a directory
    ModulesAlias,
    ModulesBuiltin,
    ModulesDep,
    Mounts,
    MountsOfInit,
    OsRelease,
    OsReleaseVendor,
    ProcessControlGroup,
    ProcessName,
    ProxmoxMapping,
    ProxmoxVms, ///< a directory
    SupergfxdSettings,
    Swaps,
    TrialBoot,
    XenCapabilities,
    XenFeatures,
};

/// The effect of opening and reading on a runtime-suspended function.
enum class Effect : quint8 {
    None, ///< served from memory; the function stays suspended
    Waits, ///< as None, but takes the device lock, and so waits while the function's driver is bound or unbound
    Wakes, ///< resumes the function or the bridge above it, or answers all ones because it may not
};

struct AttributeRow {
    Attribute attribute;
    const char *name; ///< relative to the directory the attribute belongs to
    Effect effect;
    const char *source; ///< where in Linux this can be seen
};

/// The whole table, one row an Attribute in the order of the enum.
std::span<const AttributeRow> attributes();

const AttributeRow &row(Attribute attribute);

/// The state of a directory's device, as far as it is known when a file in it is read.
enum class Wakefulness : quint8 {
    Undecided, ///< the runtime status was not read yet: only harmless attributes can be opened
    Suspended,
    Active,
};

/// The one rule: harmless attributes always, those that wake only on an active function. On a function on which the kernel is
/// stuck (see blockedFunctions()) only those of Effect::None.
///
/// No reader can rule out that a function is suspended between the read of its status and that of an attribute that wakes.
/// Reading the status immediately before keeps that to a few system calls. The cost is one wake-up, after which the kernel
/// suspends the function again.
inline bool mayOpen(Effect effect, Wakefulness wakefulness)
{
    return effect != Effect::Wakes || wakefulness == Wakefulness::Active;
}

}
