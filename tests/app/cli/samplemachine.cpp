// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "samplemachine.h"

using namespace Qt::StringLiterals;
using core::PciAddress;

namespace
{
core::Function makeFunction(PciAddress address, quint32 classCode, quint16 vendor, quint16 device, quint32 group)
{
    core::Function function;
    function.address = address;
    function.classCode = classCode;
    function.vendor = vendor;
    function.device = device;
    function.group = core::IommuGroupId(group);
    function.powerState = u"D0"_s;
    function.capabilities = core::Unread::NeedsPermission;
    function.multifunction = false;
    return function;
}

core::Function makeRootPort(PciAddress address, quint8 bus, quint32 group)
{
    core::Function port = makeFunction(address, 0x060400, 0x8086, 0x1901, group);
    port.vendorName = u"Intel Corporation"_s;
    port.deviceName = u"6th-10th Gen Core Processor PCIe Controller"_s;
    port.className = u"PCI bridge"_s;
    port.driver = u"pcieport"_s;
    port.buses = core::BusRange{bus, bus};
    core::Capabilities capabilities;
    capabilities.pcieType = core::PcieType::RootPort;
    port.capabilities = capabilities;
    return port;
}

core::Function makeIntegratedGpu()
{
    core::Function gpu = makeFunction({0, 0, 2, 0}, 0x030000, 0x8086, 0x9bc5, 0);
    gpu.vendorName = u"Intel Corporation"_s;
    gpu.deviceName = u"CometLake-S GT2 [UHD Graphics 630]"_s;
    gpu.className = u"VGA compatible controller"_s;
    gpu.driver = u"i915"_s;
    gpu.bootVga = true;
    gpu.drmNodes = {u"card0"_s, u"renderD128"_s};
    gpu.connectors = {{u"DP-1"_s, u"connected"_s, true}, {u"HDMI-A-1"_s, u"disconnected"_s, false}};
    gpu.holders = core::Holders{{{1234, u"kwin_wayland"_s, u"/dev/dri/card0"_s}}, true};
    return gpu;
}

core::Function makeSpareGpu()
{
    core::Function gpu = makeFunction({0, 1, 0, 0}, 0x030000, 0x10de, 0x1f02, 1);
    gpu.parent = PciAddress{0, 0, 1, 0};
    gpu.vendorName = u"NVIDIA Corporation"_s;
    gpu.deviceName = u"TU106 [GeForce RTX 2070]"_s;
    gpu.className = u"VGA compatible controller"_s;
    gpu.driver = u"nouveau"_s;
    gpu.moduleCandidates = {u"nvidiafb"_s, u"nouveau"_s};
    gpu.bootVga = false;
    gpu.multifunction = true;
    gpu.resetMethods = QStringList{u"pm"_s, u"bus"_s};
    gpu.bars = {{0, core::Bar::Kind::Memory32, false, 0xa3000000, 16 << 20}, {1, core::Bar::Kind::Memory64, true, 0, 256 << 20}};
    gpu.linkNow = core::LinkState{2500, 16};
    gpu.linkMax = core::LinkState{8000, 16};
    gpu.holders = core::Holders{{}, true};
    return gpu;
}

core::Function makeSpareGpuSound()
{
    core::Function sound = makeFunction({0, 1, 0, 1}, 0x040300, 0x10de, 0x10f9, 1);
    sound.parent = PciAddress{0, 0, 1, 0};
    sound.vendorName = u"NVIDIA Corporation"_s;
    sound.deviceName = u"TU106 High Definition Audio Controller"_s;
    sound.className = u"Audio device"_s;
    sound.driver = u"snd_hda_intel"_s;
    sound.multifunction = true;
    sound.holders = core::Holders{{}, true};
    return sound;
}

core::Function makeDisk()
{
    core::Function disk = makeFunction({0, 2, 0, 0}, 0x010802, 0x144d, 0xa80a, 1);
    disk.parent = PciAddress{0, 0, 1, 1};
    disk.vendorName = u"Samsung Electronics Co Ltd"_s;
    disk.deviceName = u"NVMe SSD Controller PM9A1/PM9A3/980PRO"_s;
    disk.className = u"Non-Volatile memory controller"_s;
    disk.driver = u"nvme"_s;
    disk.blockDevices = {{u"nvme0n1"_s, u"S5GXNX0R123456"_s, 1000204886016, QStringList{u"/"_s, u"/home/alice"_s}, false}};
    return disk;
}

core::Function makeSleepingGpu()
{
    core::Function gpu = makeFunction({0, 3, 0, 0}, 0x038000, 0x1002, 0x731f, 3);
    gpu.parent = PciAddress{0, 0, 0x1c, 0};
    gpu.vendorName = u"Advanced Micro Devices, Inc. [AMD/ATI]"_s;
    gpu.deviceName = u"Navi 10 [Radeon RX 5600 XT]"_s;
    gpu.className = u"Display controller"_s;
    gpu.driver = u"amdgpu"_s;
    gpu.powerState = u"D3cold"_s;
    gpu.runtimePm.status = core::RuntimeStatus::Suspended;
    gpu.runtimePm.automatic = true;
    gpu.runtimePm.activeMs = 61000;
    gpu.runtimePm.suspendedMs = 7380000;
    gpu.capabilities = core::Unread::Suspended;
    gpu.linkNow = core::Unread::Suspended;
    gpu.resetMethods = QStringList{u"bus"_s};
    gpu.holders = core::Holders{{}, false};
    return gpu;
}

core::Group makeGroup(quint32 id, const QList<PciAddress> &members)
{
    core::Group group;
    group.id = core::IommuGroupId(id);
    group.type = u"DMA-FQ"_s;
    group.members = members;
    return group;
}
}

core::Snapshot sampleMachine()
{
    core::Snapshot snapshot;
    snapshot.machine.hostName = u"alices-desktop"_s;
    snapshot.machine.kernel = u"6.12.107+deb13-amd64"_s;
    snapshot.machine.cpuVendor = core::CpuVendor::Intel;
    snapshot.machine.cpuVirtualization = true;
    snapshot.machine.kvm = true;
    snapshot.machine.firmware = core::Firmware::Efi;
    snapshot.machine.iommu = core::IommuKind::IntelVtd;
    snapshot.machine.iommuUnits = {u"dmar0"_s};
    snapshot.machine.bootLoader = core::BootLoader::Grub;
    snapshot.machine.vfioModules = {u"vfio_pci"_s, u"vfio_iommu_type1"_s};
    snapshot.functions = {
        makeRootPort({0, 0, 1, 0}, 1, 1),
        makeRootPort({0, 0, 1, 1}, 2, 1),
        makeIntegratedGpu(),
        makeRootPort({0, 0, 0x1c, 0}, 3, 2),
        makeSpareGpu(),
        makeSpareGpuSound(),
        makeDisk(),
        makeSleepingGpu(),
    };
    snapshot.groups = {
        makeGroup(0, {{0, 0, 2, 0}}),
        makeGroup(1, {{0, 0, 1, 0}, {0, 0, 1, 1}, {0, 1, 0, 0}, {0, 1, 0, 1}, {0, 2, 0, 0}}),
        makeGroup(2, {{0, 0, 0x1c, 0}}),
        makeGroup(3, {{0, 3, 0, 0}}),
    };
    return snapshot;
}
