// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "preflightlosses.h"

namespace fixture
{

using namespace Qt::StringLiterals;

/// Machines, kernels and cards with trouble of their own.
inline QList<Trouble> machineTroubles()
{
    using core::RuntimeStatus;
    using core::Unread;
    return {
        {"registers that read ones",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).capabilities = Unread::NotResponding;
             gpuOf(builder).multifunction = Unread::NotResponding;
         },
         "blocker not-responding"},
        {"a port whose power management failed",
         [](SnapshotBuilder &builder) {
             builder.at("00:03.1").runtimePm.status = RuntimeStatus::Error;
         },
         "blocker not-responding"},
        {"a GPU that did not wake from D3cold is not suspended",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).powerState = u"D3cold"_s;
             gpuOf(builder).runtimePm.status = RuntimeStatus::Active;
         },
         "blocker not-responding"},
        {"Xen's control domain",
         [](SnapshotBuilder &builder) {
             builder.machine.hypervisor = u"xen-dom0"_s;
         },
         "blocker xen-control-domain"},
        {"an IOMMU for the SoC's devices alone",
         [](SnapshotBuilder &builder) {
             for (const char *address : {"00:02.0", "00:03.1", "01:00.0", "01:00.1"})
                 builder.at(address).group.reset();
             builder.machine.groupsWithoutPci = 2;
         },
         "blocker iommu-without-pci"},
        {"a disk with the root file system",
         [](SnapshotBuilder &builder) {
             builder.add("02:00.0", SnapshotBuilder::nvme, 2).blockDevices = {disk({u"/"_s})};
         },
         "blocker system-disk"},
        {"a pool without mounted file systems",
         [](SnapshotBuilder &builder) {
             core::BlockDevice member = disk({});
             member.uses = {u"ZFS tank"_s};
             builder.add("02:00.0", SnapshotBuilder::nvme, 2).blockDevices = {member};
         },
         "blocker storage-mounted"},
        {"a disk that may belong to a pool",
         [](SnapshotBuilder &builder) {
             core::BlockDevice member = disk({});
             member.possibleUses = {u"ZFS tank"_s};
             builder.add("02:00.0", SnapshotBuilder::nvme, 2).blockDevices = {member};
         },
         "caution unknown-needs-permission"},
        {"an array without mounted file systems",
         [](SnapshotBuilder &builder) {
             core::BlockDevice member = disk({});
             member.uses = {u"RAID md127"_s};
             builder.add("02:00.0", SnapshotBuilder::nvme, 2).blockDevices = {member};
         },
         "blocker storage-mounted"},
        {"vendor-reset is loaded without an effect",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vendor = 0x1002;
             gpuOf(builder).device = 0x687f;
             builder.machine.markers = {u"/sys/module/vendor_reset"_s};
         },
         "caution reset-bug, caution reset-module-ineffective"},
        {"a kernel with reported trouble",
         [](SnapshotBuilder &builder) {
             builder.machine.kernel = u"6.14.2-zen1-1-zen"_s;
         },
         "caution kernel-trouble"},
        {"BARs beyond what a VM's firmware reserves",
         [](SnapshotBuilder &builder) {
             builder.machine.physicalBits = 39;
             gpuOf(builder).bars = {{.index = 1, .kind = core::Bar::Kind::Memory64, .prefetchable = true, .address = 0, .size = 64ULL << 30}};
         },
         "caution bars-exceed-guest-window"},
        {"a BAR that could be larger",
         [](SnapshotBuilder &builder) {
             core::Capabilities capabilities;
             capabilities.resizableBars = {{.index = 1, .sizes = 0x7fc0, .current = 8}};
             gpuOf(builder).capabilities = capabilities;
         },
         "note small-bar"},
        {"a 3D controller",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).classCode = 0x030200;
         },
         "note no-outputs"},
        {"a removable bridge above",
         [](SnapshotBuilder &builder) {
             builder.at("00:03.1").removable = u"removable"_s;
         },
         "note hot-plug"},
        {"only a bus reset, with the audio on the same bus",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = QStringList{u"bus"_s};
         },
         "note no-reset"},
    };
}

}
