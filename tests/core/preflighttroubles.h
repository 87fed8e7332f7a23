// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "sketch.h"

#include <functional>

namespace fixture
{

using namespace Qt::StringLiterals;
using core::Unread;

using Change = std::function<void(Sketch &)>;

/// A machine as it should be: the GPU 01:00.0 with its audio in a group of its own, awake, on its host driver, held
/// by nobody, and another GPU with the picture. `change` spoils it.
inline core::Snapshot machine(const Change &change = {})
{
    Sketch sketch;
    sketch.machine.iommu = core::IommuKind::AmdVi;
    core::Function &hostGpu = sketch.add("00:02.0", Sketch::vga, 0);
    hostGpu.driver = u"amdgpu"_s;
    hostGpu.device = 0x164e;
    hostGpu.bootVga = true;
    sketch.add("00:03.1", Sketch::bridge, 1).driver = u"pcieport"_s;
    core::Function &gpu = sketch.add("01:00.0", Sketch::vga, 2, "00:03.1");
    gpu.driver = u"nouveau"_s;
    gpu.vendor = 0x10de;
    gpu.device = 0x1f02;
    gpu.bootVga = false;
    gpu.resetMethods = QStringList{u"flr"_s, u"bus"_s};
    gpu.holders = core::Holders{.processes = {}, .complete = true};
    core::Function &audio = sketch.add("01:00.1", Sketch::audio, 2, "00:03.1");
    audio.driver = u"snd_hda_intel"_s;
    audio.holders = core::Holders{.processes = {}, .complete = true};
    if (change)
        change(sketch);
    return sketch.snapshot();
}

inline core::Holders heldBy(const QString &command, const QString &node)
{
    return {.processes = {{.pid = 1234, .command = command, .node = node}}, .complete = true};
}

/// The function as the sketch has it already, to change some of it.
inline core::Function &gpuOf(Sketch &sketch)
{
    return sketch.at("01:00.0");
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
         [](Sketch &sketch) {
             for (const char *address : {"00:02.0", "00:03.1", "01:00.0", "01:00.1"})
                 sketch.at(address).group.reset();
         },
         "blocker iommu-off"},
        {"a GPU outside every group",
         [](Sketch &sketch) {
             gpuOf(sketch).group.reset();
         },
         "blocker no-iommu-group"},
        {"a disk of the host in the group",
         [](Sketch &sketch) {
             sketch.add("02:00.0", Sketch::nvme, 2).driver = u"nvme"_s;
         },
         "blocker group-not-viable"},
        {"a bridge in the group is harmless",
         [](Sketch &sketch) {
             sketch.at("00:03.1").group = core::IommuGroupId{2};
         },
         ""},
        {"an unbound neighbour is harmless",
         [](Sketch &sketch) {
             sketch.add("02:00.0", Sketch::nvme, 2);
         },
         ""},
        {"a USB controller in the GPU's slot goes along",
         [](Sketch &sketch) {
             core::Function &usb = sketch.add("01:00.2", Sketch::usb, 1);
             usb.driver = u"xhci_hcd"_s;
             usb.holders = core::Holders{{}, true};
         },
         "note travels-along"},
        {"an ACS override on the kernel command line",
         [](Sketch &sketch) {
             sketch.machine.commandLine = u"quiet pcie_acs_override=downstream"_s;
         },
         "caution acs-override"},
        {"a virtual function of the GPU",
         [](Sketch &sketch) {
             sketch.add("01:00.2", Sketch::vga, 5, "00:03.1").physicalFunction = at("01:00.0");
         },
         "blocker has-virtual-functions"},
        {"virtual functions that the GPU counts and nobody sees",
         [](Sketch &sketch) {
             gpuOf(sketch).sriov = core::Sriov{.totalVfs = 7, .numVfs = 2};
         },
         "blocker has-virtual-functions"},
        {"virtual functions that are not switched on are harmless",
         [](Sketch &sketch) {
             gpuOf(sketch).sriov = core::Sriov{.totalVfs = 7, .numVfs = 0};
         },
         ""},
        {"the host shows a picture",
         [](Sketch &sketch) {
             gpuOf(sketch).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
         },
         "blocker display-in-use"},
        {"a monitor that shows nothing is harmless",
         [](Sketch &sketch) {
             gpuOf(sketch).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = false}};
         },
         ""},
        {"a framebuffer device alone is harmless",
         [](Sketch &sketch) {
             gpuOf(sketch).framebuffers = {u"fb1"_s};
         },
         ""},
        {"the boot display on a host driver",
         [](Sketch &sketch) {
             gpuOf(sketch).bootVga = true;
         },
         "blocker display-in-use"},
        {"the boot display with a picture is one finding",
         [](Sketch &sketch) {
             gpuOf(sketch).bootVga = true;
             gpuOf(sketch).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
         },
         "blocker display-in-use"},
        {"the boot display without a driver",
         [](Sketch &sketch) {
             gpuOf(sketch).bootVga = true;
             gpuOf(sketch).driver = Unread::Absent;
         },
         "caution display-in-use, note no-driver"},
        {"the boot display on VFIO",
         [](Sketch &sketch) {
             gpuOf(sketch).bootVga = true;
             gpuOf(sketch).driver = u"vfio-pci"_s;
         },
         "note bound-to-vfio"},
        {"no other GPU for the host",
         [](Sketch &sketch) {
             sketch.at("00:02.0").driver = u"vfio-pci"_s;
         },
         "caution last-gpu"},
        {"a compositor holds the GPU",
         [](Sketch &sketch) {
             gpuOf(sketch).holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
         },
         "blocker held-by-process"},
        {"a sound server holds its audio",
         [](Sketch &sketch) {
             sketch.at("01:00.1").holders = heldBy(u"wireplumber"_s, u"/dev/snd/controlC1"_s);
         },
         "caution held-by-process"},
        {"a virtual machine holds the GPU",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = u"vfio-pci"_s;
             gpuOf(sketch).holders = heldBy(u"qemu-system-x86"_s, u"/dev/vfio/2"_s);
         },
         "blocker in-use, note bound-to-vfio"},
        {"our driver says that the GPU is open, without saying for whom",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = u"turnout_vfio_pci"_s;
             gpuOf(sketch).holders = Unread::Absent;
             gpuOf(sketch).turnoutDriver = core::TurnoutDriver();
             gpuOf(sketch).turnoutDriver->inUse = true;
         },
         "blocker in-use, note bound-to-vfio"},
        {"our driver says that nobody has the GPU open",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = u"turnout_vfio_pci"_s;
             gpuOf(sketch).holders = Unread::Absent;
             gpuOf(sketch).turnoutDriver = core::TurnoutDriver();
             gpuOf(sketch).turnoutDriver->inUse = false;
         },
         "note bound-to-vfio"},
        {"the nvidia driver, used by nobody",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = u"nvidia"_s;
         },
         "note unbind-may-block"},
        {"the nvidia driver, and who uses it is not known",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = u"nvidia"_s;
             gpuOf(sketch).holders = core::Holders{.processes = {}, .complete = false};
         },
         "caution unbind-may-block, caution unknown-needs-permission"},
        {"the sound function is linked to the GPU",
         [](Sketch &sketch) {
             sketch.at("01:00.1").suppliers = {at("01:00.0")};
         },
         "note linked-function"},
        {"a device that stays is linked to the GPU",
         [](Sketch &sketch) {
             core::Function &other = sketch.add("02:00.0", Sketch::audio, 4);
             other.driver = u"snd_hda_intel"_s;
             other.suppliers = {at("01:00.0")};
         },
         "caution linked-function"},
        {"the picture of the firmware, with a driver",
         [](Sketch &sketch) {
             gpuOf(sketch).firmwareFramebuffer = u"BOOTFB"_s;
         },
         "blocker display-in-use"},
        {"the picture of the firmware, without a driver",
         [](Sketch &sketch) {
             gpuOf(sketch).firmwareFramebuffer = u"simple-framebuffer"_s;
             gpuOf(sketch).driver = Unread::Absent;
         },
         "blocker display-in-use, note no-driver"},
        {"the picture of the firmware, left on VFIO",
         [](Sketch &sketch) {
             gpuOf(sketch).firmwareFramebuffer = u"BOOTFB"_s;
             gpuOf(sketch).driver = u"vfio-pci"_s;
         },
         "caution display-in-use, note bound-to-vfio"},
        {"the boot display without a driver, and no picture left",
         [](Sketch &sketch) {
             gpuOf(sketch).bootVga = true;
             gpuOf(sketch).driver = Unread::Absent;
             gpuOf(sketch).firmwareFramebuffer = QString();
         },
         "note no-driver"},
        {"processes of others could not be looked into",
         [](Sketch &sketch) {
             gpuOf(sketch).holders = core::Holders{.processes = {}, .complete = false};
         },
         "caution unknown-needs-permission"},
        {"nobody looked for processes",
         [](Sketch &sketch) {
             gpuOf(sketch).holders = Unread::Absent;
         },
         "caution unknown-needs-permission"},
        {"no driver has no users to overlook",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = Unread::Absent;
             gpuOf(sketch).holders = Unread::Absent;
         },
         "note no-driver"},
        {"a driver that could not be read",
         [](Sketch &sketch) {
             gpuOf(sketch).driver = Unread::NeedsPermission;
         },
         "caution unknown-needs-permission"},
        {"config space that could not be read",
         [](Sketch &sketch) {
             gpuOf(sketch).capabilities = Unread::NeedsPermission;
         },
         "note unknown-needs-permission"},
        {"a GPU asleep",
         [](Sketch &sketch) {
             gpuOf(sketch).runtimePm.status = core::RuntimeStatus::Suspended;
             gpuOf(sketch).powerState = u"D3cold"_s;
             gpuOf(sketch).capabilities = Unread::Asleep;
         },
         "note asleep"},
        {"a GPU on which the kernel is stuck",
         [](Sketch &sketch) {
             gpuOf(sketch).driverOverride = Unread::Busy;
             gpuOf(sketch).capabilities = Unread::Busy;
         },
         "blocker stuck-in-kernel"},
        {"only a bus reset, the slot alone on its bus",
         [](Sketch &sketch) {
             gpuOf(sketch).resetMethods = QStringList();
         },
         "note no-reset"},
        {"only a bus reset, and a neighbour on the bus",
         [](Sketch &sketch) {
             gpuOf(sketch).resetMethods = QStringList();
             sketch.add("01:01.0", Sketch::nvme, 4, "00:03.1");
         },
         "caution no-reset"},
        {"reset_method missing where others have one",
         [](Sketch &sketch) {
             gpuOf(sketch).resetMethods = Unread::Absent;
             sketch.at("00:02.0").resetMethods = QStringList{u"pm"_s};
         },
         "note no-reset"},
        {"a card with the reset bug",
         [](Sketch &sketch) {
             gpuOf(sketch).vendor = 0x1002;
             gpuOf(sketch).device = 0x731f;
         },
         "caution reset-trouble"},
        {"a card with the reset bug and its cure",
         [](Sketch &sketch) {
             gpuOf(sketch).vendor = 0x1002;
             gpuOf(sketch).device = 0x731f;
             gpuOf(sketch).resetMethods = QStringList{u"device_specific"_s};
         },
         "note reset-trouble"},
        {"a twin",
         [](Sketch &sketch) {
             sketch.at("00:02.0").vendor = 0x10de;
             sketch.at("00:02.0").device = 0x1f02;
         },
         "note identical-ids"},
        {"a twin, and a parameter that takes both",
         [](Sketch &sketch) {
             sketch.at("00:02.0").vendor = 0x10de;
             sketch.at("00:02.0").device = 0x1f02;
             sketch.machine.commandLine = u"quiet vfio-pci.ids=10DE:1f02"_s;
         },
         "caution identical-ids"},
        {"a mounted disk in the slot",
         [](Sketch &sketch) {
             sketch.at("01:00.1").blockDevices = {disk({u"/home"_s})};
         },
         "blocker storage-mounted"},
        {"a disk with swap",
         [](Sketch &sketch) {
             sketch.at("01:00.1").blockDevices = {disk({}, true)};
         },
         "blocker storage-mounted"},
        {"an idle disk is harmless",
         [](Sketch &sketch) {
             sketch.at("01:00.1").blockDevices = {disk({})};
         },
         ""},
        {"a disk of which it is not known whether it is mounted",
         [](Sketch &sketch) {
             core::BlockDevice unread = disk({});
             unread.mounts = Unread::NeedsPermission;
             sketch.at("01:00.1").blockDevices = {unread};
         },
         "caution unknown-needs-permission"},
        {"the root disk in the group",
         [](Sketch &sketch) {
             core::Function &controller = sketch.add("02:00.0", Sketch::nvme, 2);
             controller.driver = u"nvme"_s;
             controller.blockDevices = {disk({u"/"_s})};
         },
         "blocker group-not-viable, blocker storage-mounted"},
        {"a network connection that is up",
         [](Sketch &sketch) {
             sketch.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = true}};
         },
         "caution network-in-use"},
        {"a network connection that is down is harmless",
         [](Sketch &sketch) {
             sketch.at("01:00.1").networkInterfaces = {{.name = u"enp1s0"_s, .mac = {}, .up = false}};
         },
         ""},
        {"the keyboard on the card's USB",
         [](Sketch &sketch) {
             sketch.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Keyboard)};
         },
         "caution input-in-use"},
        {"another input device is harmless",
         [](Sketch &sketch) {
             sketch.at("01:00.1").usbBuses = {usbWith(UsbInput::Kind::Other)};
         },
         ""},
        {"Secure Boot and our module",
         [](Sketch &sketch) {
             sketch.machine.secureBoot = true;
             sketch.machine.vfioModules = {u"vfio_pci"_s, u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
        {"Secure Boot without our module",
         [](Sketch &sketch) {
             sketch.machine.secureBoot = true;
             sketch.machine.vfioModules = {u"vfio_pci"_s};
         },
         ""},
        {"lockdown and our module",
         [](Sketch &sketch) {
             sketch.machine.lockdown = u"integrity"_s;
             sketch.machine.vfioModules = {u"turnout_vfio_pci"_s};
         },
         "note unsigned-module"},
    };
}

}
