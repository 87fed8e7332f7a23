// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "platform.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// Apple's T2 is a PCI device with an NVMe disk, audio and a bridge (pci.ids: 106b:1801, 106b:1802, 106b:2005).
bool hasT2(const Snapshot &snapshot)
{
    constexpr quint16 apple = 0x106b;
    return std::ranges::any_of(snapshot.functions, [](const Function &function) {
        return function.vendor == apple && (function.device == 0x1801 || function.device == 0x1802 || function.device == 0x2005);
    });
}
}

Platform platformOf(const Snapshot &snapshot)
{
    const Machine &machine = snapshot.machine;
    if (machine.hypervisor == "xen-dom0"_L1)
        return Platform::XenControlDomain;
    if (!machine.hypervisor.isEmpty())
        return Platform::VirtualMachine;
    if (machine.product.startsWith("Raspberry Pi"_L1) || machine.markers.contains("/boot/firmware/cmdline.txt"_L1))
        return Platform::RaspberryPi;
    if (machine.cpuVendor == CpuVendor::Arm && machine.product.startsWith("Apple"_L1)) // the model of the device tree
        return Platform::Mac;
    if (machine.cpuVendor == CpuVendor::Arm)
        return machine.firmware == Firmware::Efi ? Platform::ArmServer : Platform::ArmBoard;
    if (hasT2(snapshot))
        return Platform::AppleT2;
    return machine.vendor.startsWith("Apple"_L1) ? Platform::Mac : Platform::Pc;
}

bool hasFirmwareSetup(Platform platform)
{
    switch (platform) {
    case Platform::Pc:
    case Platform::ArmServer:
        return true;
    case Platform::XenControlDomain:
    case Platform::VirtualMachine:
    case Platform::RaspberryPi:
    case Platform::ArmBoard:
    case Platform::AppleT2:
    case Platform::Mac:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}

bool isBehindVmd(const PciAddress &address)
{
    return address.domain > 0xffff;
}

}
