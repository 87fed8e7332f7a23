// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshotbuilder.h"

#include <functional>

namespace fixture
{

using namespace Qt::StringLiterals;
using core::Unread;

using Change = std::function<void(SnapshotBuilder &)>;

/// A machine as it should be: the GPU 01:00.0 with its audio in a group of its own, awake, on its host driver, held
/// by nobody, and another GPU with the picture. `change` spoils it.
inline core::Snapshot machine(const Change &change = {})
{
    SnapshotBuilder builder;
    builder.machine.iommu = core::IommuKind::AmdVi;
    core::Function &hostGpu = builder.add("00:02.0", SnapshotBuilder::vga, 0);
    hostGpu.driver = u"amdgpu"_s;
    hostGpu.device = 0x164e;
    hostGpu.bootVga = true;
    builder.add("00:03.1", SnapshotBuilder::bridge, 1).driver = u"pcieport"_s;
    core::Function &gpu = builder.add("01:00.0", SnapshotBuilder::vga, 2, "00:03.1");
    gpu.driver = u"nouveau"_s;
    gpu.vendor = 0x10de;
    gpu.device = 0x1f02;
    gpu.bootVga = false;
    gpu.resetMethods = QStringList{u"flr"_s, u"bus"_s};
    gpu.holders = core::Holders{.processes = {}, .complete = true};
    core::Function &audio = builder.add("01:00.1", SnapshotBuilder::audio, 2, "00:03.1");
    audio.driver = u"snd_hda_intel"_s;
    audio.holders = core::Holders{.processes = {}, .complete = true};
    if (change)
        change(builder);
    return builder.snapshot();
}

inline core::Holders heldBy(const QString &command, const QString &node)
{
    return {.processes = {{.pid = 1234, .command = command, .node = node}}, .complete = true};
}

/// The function as the sketch has it already, to change some of it.
inline core::Function &gpuOf(SnapshotBuilder &builder)
{
    return builder.at("01:00.0");
}

inline core::BlockDevice disk(const QStringList &mounts, bool swap = false)
{
    core::BlockDevice device;
    device.name = u"nvme0n1"_s;
    device.mounts = mounts;
    device.swap = swap;
    return device;
}

inline core::UsbBus usbWith(core::UsbInput::Kind kind)
{
    core::UsbBus bus;
    bus.inputs = {{.name = u"Das Keyboard"_s, .kind = kind}};
    return bus;
}

/// One thing done to machine(), and what preflight() of 01:00.0 says then: severity and id, comma separated.
struct Trouble {
    const char *sentence;
    Change change;
    const char *expected;
};

inline QList<Trouble> troubles()
{
    using core::UsbInput;
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
        {"a USB controller in the GPU's slot goes along",
         [](SnapshotBuilder &builder) {
             core::Function &usb = builder.add("01:00.2", SnapshotBuilder::usb, 1);
             usb.driver = u"xhci_hcd"_s;
             usb.holders = core::Holders{{}, true};
         },
         "note assigned-together"},
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
        {"virtual functions that the GPU counts and nobody sees",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).sriov = core::Sriov{.totalVfs = 7, .numVfs = 2};
         },
         "blocker has-virtual-functions"},
        {"virtual functions that are not switched on are harmless",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).sriov = core::Sriov{.totalVfs = 7, .numVfs = 0};
         },
         ""},
        {"the host shows a picture",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
         },
         "blocker display-in-use"},
        {"a monitor that shows nothing is harmless",
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
        {"the boot display with a picture is one finding",
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
        {"a compositor holds the GPU",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
         },
         "blocker held-by-process"},
        {"a sound server holds its audio",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").holders = heldBy(u"wireplumber"_s, u"/dev/snd/controlC1"_s);
         },
         "caution held-by-process"},
        {"a virtual machine holds the GPU",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"vfio-pci"_s;
             gpuOf(builder).holders = heldBy(u"qemu-system-x86"_s, u"/dev/vfio/2"_s);
         },
         "blocker in-use, note bound-to-vfio"},
        {"our driver says that the GPU is open, without saying for whom",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"turnout_vfio_pci"_s;
             gpuOf(builder).holders = Unread::Absent;
             gpuOf(builder).turnoutDriver = core::TurnoutDriver();
             gpuOf(builder).turnoutDriver->inUse = true;
         },
         "blocker in-use, note bound-to-vfio"},
        {"our driver says that nobody has the GPU open",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"turnout_vfio_pci"_s;
             gpuOf(builder).holders = Unread::Absent;
             gpuOf(builder).turnoutDriver = core::TurnoutDriver();
             gpuOf(builder).turnoutDriver->inUse = false;
         },
         "note bound-to-vfio"},
        {"the nvidia driver, used by nobody",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driver = u"nvidia"_s;
         },
         "note unbind-may-block"},
        {"the nvidia driver, and who uses it is not known",
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
        {"the picture of the firmware, with a driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"BOOTFB"_s;
         },
         "blocker display-in-use"},
        {"the picture of the firmware, without a driver",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"simple-framebuffer"_s;
             gpuOf(builder).driver = Unread::Absent;
         },
         "blocker display-in-use, note no-driver"},
        {"the picture of the firmware, left on VFIO",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).firmwareFramebuffer = u"BOOTFB"_s;
             gpuOf(builder).driver = u"vfio-pci"_s;
         },
         "caution display-in-use, note bound-to-vfio"},
        {"the boot display without a driver, and no picture left",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).bootVga = true;
             gpuOf(builder).driver = Unread::Absent;
             gpuOf(builder).firmwareFramebuffer = QString();
         },
         "note no-driver"},
        {"processes of others could not be looked into",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = core::Holders{.processes = {}, .complete = false};
         },
         "caution unknown-needs-permission"},
        {"nobody looked for processes",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).holders = Unread::Absent;
         },
         "caution unknown-needs-permission"},
        {"no driver has no users to overlook",
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
        {"a GPU asleep",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).runtimePm.status = core::RuntimeStatus::Suspended;
             gpuOf(builder).powerState = u"D3cold"_s;
             gpuOf(builder).capabilities = Unread::Suspended;
         },
         "note asleep"},
        {"a GPU on which the kernel is stuck",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).driverOverride = Unread::Busy;
             gpuOf(builder).capabilities = Unread::Busy;
         },
         "blocker stuck-in-kernel"},
        {"only a bus reset, the slot alone on its bus",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = QStringList();
         },
         "note no-reset"},
        {"only a bus reset, and a neighbour on the bus",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = QStringList();
             builder.add("01:01.0", SnapshotBuilder::nvme, 4, "00:03.1");
         },
         "caution no-reset"},
        {"reset_method missing where others have one",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).resetMethods = Unread::Absent;
             builder.at("00:02.0").resetMethods = QStringList{u"pm"_s};
         },
         "note no-reset"},
        {"a card with the reset bug",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vendor = 0x1002;
             gpuOf(builder).device = 0x731f;
         },
         "caution reset-trouble"},
        {"a card with the reset bug and its cure",
         [](SnapshotBuilder &builder) {
             gpuOf(builder).vendor = 0x1002;
             gpuOf(builder).device = 0x731f;
             gpuOf(builder).resetMethods = QStringList{u"device_specific"_s};
         },
         "note reset-trouble"},
        {"a twin",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").vendor = 0x10de;
             builder.at("00:02.0").device = 0x1f02;
         },
         "note identical-ids"},
        {"a twin, and a parameter that takes both",
         [](SnapshotBuilder &builder) {
             builder.at("00:02.0").vendor = 0x10de;
             builder.at("00:02.0").device = 0x1f02;
             builder.machine.commandLine = u"quiet vfio-pci.ids=10DE:1f02"_s;
         },
         "caution identical-ids"},
        {"a mounted disk in the slot",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({u"/home"_s})};
         },
         "blocker storage-mounted"},
        {"a disk with swap",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({}, true)};
         },
         "blocker storage-mounted"},
        {"an idle disk is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").blockDevices = {disk({})};
         },
         ""},
        {"a disk of which it is not known whether it is mounted",
         [](SnapshotBuilder &builder) {
             core::BlockDevice unread = disk({});
             unread.mounts = Unread::NeedsPermission;
             builder.at("01:00.1").blockDevices = {unread};
         },
         "caution unknown-needs-permission"},
        {"the root disk in the group",
         [](SnapshotBuilder &builder) {
             core::Function &controller = builder.add("02:00.0", SnapshotBuilder::nvme, 2);
             controller.driver = u"nvme"_s;
             controller.blockDevices = {disk({u"/"_s})};
         },
         "blocker group-not-viable, blocker storage-mounted"},
        {"a network connection that is up",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = true}};
         },
         "caution network-in-use"},
        {"a network connection that is down is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = false}};
         },
         ""},
        {"the keyboard on the card's USB",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Keyboard)};
         },
         "caution input-in-use"},
        {"another input device is harmless",
         [](SnapshotBuilder &builder) {
             builder.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Other)};
         },
         ""},
        {"Secure Boot and our module",
         [](SnapshotBuilder &builder) {
             builder.machine.secureBoot = true;
             builder.machine.vfioModules = {u"vfio_pci"_s, u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
        {"Secure Boot without our module",
         [](SnapshotBuilder &builder) {
             builder.machine.secureBoot = true;
             builder.machine.vfioModules = {u"vfio_pci"_s};
         },
         ""},
        {"lockdown and our module",
         [](SnapshotBuilder &builder) {
             builder.machine.lockdown = u"integrity"_s;
             builder.machine.vfioModules = {u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
    };
}

}
