// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "preflightmachines.h"

namespace fixture
{

using namespace Qt::StringLiterals;
using core::Unread;

/// The group and the display.
inline QList<Trouble> groupAndDisplayTroubles()
{
    return {
        {"without groups the IOMMU is off",
         [](SnapshotBuilder &builder) {
             for (const char *address : {"00:02.0", "00:03.1", "01:00.0", "01:00.1"})
                 builder.at(address).group.reset();
         },
         "blocker iommu-off"},
        {"a GPU outside every group",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).group.reset();
         },
         "blocker no-iommu-group"},
        {"a disk of the host in the group",
         [](SnapshotBuilder &builder) {
             builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
         },
         "blocker group-not-viable"},
        {"a bridge in the group is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("00:03.1").group = core::IommuGroupId{2};
         },
         ""},
        {"an unbound neighbour is harmless",
         [](SnapshotBuilder &builder) {
             builder.add("02:00.0", SnapshotBuilder::nvme, 2);
         },
         ""},
        {"a USB controller in the GPU's slot is assigned together",
         [](SnapshotBuilder &builder) {
             core::Function &usb = builder.add("01:00.2", SnapshotBuilder::usb, 1);
             usb.vendor = gpuOf(builder).vendor;
             usb.driver = u"xhci_hcd"_s;
             usb.holders = core::Holders{{}, true};
         },
         "note assigned-together"},
        {"a USB controller of the board in the GPU's slot, with its own group, stays",
         [](SnapshotBuilder &builder) {
             builder.add("01:00.2", SnapshotBuilder::usb, 1).driver = u"xhci_hcd"_s;
         },
         ""},
        {"a board's USB controller that shares the GPU's group goes along",
         [](SnapshotBuilder &builder) {
             core::Function &usb = builder.add("01:00.2", SnapshotBuilder::usb, 2);
             usb.driver = u"xhci_hcd"_s;
             usb.holders = core::Holders{{}, true};
         },
         "note assigned-together"},
        {"a second GPU in the group, for VMs, too",
         [](SnapshotBuilder &builder) {
             builder.add("02:00.0", SnapshotBuilder::vga, 2, "00:03.1").driver = u"vfio-pci"_s;
         },
         "caution shares-group-with-gpu"},
        {"NVSwitches connect the GPUs",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).classCode = 0x030200;
             builder.add("05:00.0", 0x068000, 9).vendor = 0x10de;
         },
         "caution nvlink-fabric, note no-outputs"},
        {"the GPU is shared through a mediated device",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).mediatedDevices = {{.uuid = u"a-1"_s, .type = u"nvidia-63"_s, .group = core::IommuGroupId{20}, .vfioDevice = {}}};
         },
         "blocker has-mediated-devices"},
        {"an ACS override on the kernel command line",
         [](SnapshotBuilder &builder) {
             builder.machine.commandLine = u"quiet pcie_acs_override=downstream"_s;
         },
         "caution acs-override"},
        {"a virtual function of the GPU",
         [](SnapshotBuilder &builder) {
             builder.add("01:00.2", SnapshotBuilder::vga, 5, "00:03.1").physicalFunction = at("01:00.0");
         },
         "blocker has-virtual-functions"},
        {"virtual functions that only sriov_numvfs reports",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).sriov = core::Sriov{.totalVfs = 7, .numVfs = 2};
         },
         "blocker has-virtual-functions"},
        {"virtual functions that are not enabled are harmless",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).sriov = core::Sriov{.totalVfs = 7, .numVfs = 0};
         },
         ""},
        {"a display on the GPU",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
         },
         "blocker display-in-use"},
        {"a monitor that is off is harmless",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = false}};
         },
         ""},
        {"a framebuffer device alone is harmless",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).framebuffers = {u"fb1"_s};
         },
         ""},
        {"the boot display on a host driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
         },
         "blocker display-in-use"},
        {"the boot display with a lit output is one finding",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
             gpuOf(builder).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
         },
         "blocker display-in-use"},
        {"the boot display without a driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
             gpuOf(builder).driver = Unread::Absent;
         },
         "caution display-in-use, note no-driver"},
        {"the boot display on VFIO",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
             gpuOf(builder).driver = u"vfio-pci"_s;
         },
         "note bound-to-vfio"},
        {"no other GPU for the host",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").driver = u"vfio-pci"_s;
         },
         "caution last-gpu"},
    };
}

/// Users and drivers of the GPU.
inline QList<Trouble> useTroubles()
{
    return {
        {"a compositor has the GPU open",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
         },
         "blocker held-by-process"},
        {"a sound server has its audio open",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").holders = heldBy(u"wireplumber"_s, u"/dev/snd/controlC1"_s);
         },
         "caution held-by-process"},
        {"another program than a sound server has its audio open",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").holders = heldBy(u"jackd"_s, u"/dev/snd/controlC1"_s);
         },
         "blocker held-by-process"},
        {"a program has an I2C bus of the GPU open",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = heldBy(u"org_kde_powerde"_s, u"/dev/i2c-5"_s);
         },
         "blocker held-by-process"},
        {"a program has a node of all GPUs of its driver open, and there are others",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"amdgpu"_s;
             gpuOf(builder).holders = heldBy(u"python3"_s, u"/dev/kfd"_s);
         },
         "caution held-by-process"},
        {"a program has such a node open, and there is no other such GPU",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").driver = u"i915"_s;
             gpuOf(builder).driver = u"amdgpu"_s;
             gpuOf(builder).holders = heldBy(u"python3"_s, u"/dev/kfd"_s);
         },
         "blocker held-by-process"},
        {"the nvidia driver keeps a framebuffer",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"nvidia"_s;
             gpuOf(builder).framebuffers = {u"fb1"_s};
         },
         "caution held-by-console, note unbind-may-block"},
        {"a VM has a mediated device of the GPU open",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).mediatedDevices = {{.uuid = u"a-1"_s, .type = {}, .group = core::IommuGroupId{20}, .vfioDevice = {}}};
             gpuOf(builder).holders = heldBy(u"kvm"_s, u"/dev/vfio/20"_s);
         },
         "blocker has-mediated-devices, blocker in-use"},
        {"a VM has a virtual function of the GPU open",
         [](SnapshotBuilder &builder) {
             core::Function &function = builder.add("01:00.2", SnapshotBuilder::vga, 5, "00:03.1");
             function.physicalFunction = at("01:00.0");
             function.driver = u"vfio-pci"_s;
             function.holders = heldBy(u"kvm"_s, u"/dev/vfio/5"_s);
         },
         "blocker has-virtual-functions, blocker in-use"},
        {"libvirt runs a VM with the GPU",
         [](SnapshotBuilder &builder) {
             builder.machine.managerSettings = {{u"libvirt"_s, u"/run/libvirt/qemu/win11.xml"_s, u"0000:01:00.0"_s}};
         },
         "blocker in-use"},
        {"its driver offers the GPU to VMs",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vfioDevice = u"vfio0"_s;
         },
         "note offered-by-driver"},
        {"driverctl decides about the GPU",
         [](SnapshotBuilder &builder) {
             builder.machine.managerSettings = {{u"driverctl"_s, u"/etc/driverctl.d/0000:01:00.0"_s, u"vfio-pci"_s}};
         },
         "caution other-manager"},
        {"driverctl decides about another device",
         [](SnapshotBuilder &builder) {
             builder.machine.managerSettings = {{u"driverctl"_s, u"/etc/driverctl.d/0000:02:00.0"_s, u"vfio-pci"_s}};
         },
         ""},
        {"a VM has the GPU open",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"vfio-pci"_s;
             gpuOf(builder).holders = heldBy(u"qemu-system-x86"_s, u"/dev/vfio/2"_s);
         },
         "blocker in-use, note bound-to-vfio"},
        {"turnout_vfio_pci reports the GPU open, without its user",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"turnout_vfio_pci"_s;
             gpuOf(builder).holders = Unread::Absent;
             gpuOf(builder).turnoutDriver = core::TurnoutDriver();
             gpuOf(builder).turnoutDriver->inUse = true;
         },
         "blocker in-use, note bound-to-vfio"},
        {"turnout_vfio_pci reports the GPU closed",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"turnout_vfio_pci"_s;
             gpuOf(builder).holders = Unread::Absent;
             gpuOf(builder).turnoutDriver = core::TurnoutDriver();
             gpuOf(builder).turnoutDriver->inUse = false;
         },
         "note bound-to-vfio"},
        {"the nvidia driver, unused",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"nvidia"_s;
         },
         "note unbind-may-block"},
        {"the nvidia driver, and its users are unknown",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"nvidia"_s;
             gpuOf(builder).holders = core::Holders{.processes = {}, .complete = false};
         },
         "caution unbind-may-block, caution unknown-needs-permission"},
        {"the sound function is linked to the GPU",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").suppliers = {at("01:00.0")};
         },
         "note linked-function"},
        {"a device that stays is linked to the GPU",
         [](SnapshotBuilder &builder) {
             core::Function &other = builder.add("02:00.0", SnapshotBuilder::audio, 4);
             other.driver = u"snd_hda_intel"_s;
             other.suppliers = {at("01:00.0")};
         },
         "caution linked-function"},
        {"the firmware framebuffer, with a driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"BOOTFB"_s;
         },
         "blocker display-in-use"},
        {"the firmware framebuffer, without a driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"simple-framebuffer"_s;
             gpuOf(builder).driver = Unread::Absent;
         },
         "blocker display-in-use, note no-driver"},
        {"the firmware framebuffer, left on VFIO",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"BOOTFB"_s;
             gpuOf(builder).driver = u"vfio-pci"_s;
         },
         "caution display-in-use, note bound-to-vfio"},
        {"the boot display without a driver or framebuffer",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
             gpuOf(builder).driver = Unread::Absent;
             gpuOf(builder).firmwareFramebuffer = QString();
         },
         "note no-driver"},
        {"processes of other users could not be read",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = core::Holders{.processes = {}, .complete = false};
         },
         "caution unknown-needs-permission"},
        {"processes were not scanned",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = Unread::Absent;
         },
         "caution unknown-needs-permission"},
        {"without a driver there are no users",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = Unread::Absent;
             gpuOf(builder).holders = Unread::Absent;
         },
         "note no-driver"},
        {"a driver that could not be read",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = Unread::NeedsPermission;
         },
         "caution unknown-needs-permission"},
        {"config space that could not be read",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).capabilities = Unread::NeedsPermission;
         },
         "note unknown-needs-permission"},
        {"a suspended GPU",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).runtimePm.status = core::RuntimeStatus::Suspended;
             gpuOf(builder).powerState = u"D3cold"_s;
             gpuOf(builder).capabilities = Unread::Suspended;
         },
         "note suspended"},
        {"a GPU blocked in the kernel",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driverOverride = Unread::Busy;
             gpuOf(builder).capabilities = Unread::Busy;
         },
         "blocker stuck-in-kernel"},
    };
}

inline QList<Trouble> troubles()
{
    return groupAndDisplayTroubles() + useTroubles() + lossTroubles() + machineTroubles();
}

}
