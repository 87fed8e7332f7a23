// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// What a machine is, where that changes the advice: the first that applies.
enum class Platform : quint8 {
    XenControlDomain, ///< Xen owns the IOMMU; Linux has no groups
    VirtualMachine, ///< its host has the firmware setup and the IOMMU
    RaspberryPi,
    ArmBoard, ///< booted with a device tree
    ArmServer, ///< booted with EFI
    AppleT2, ///< a Mac: no firmware setup
    Mac,
    Pc,
};
Platform platformOf(const Snapshot &snapshot);

/// Whether there is a firmware setup that a user of this machine can enter.
bool hasFirmwareSetup(Platform platform);

/// A function in a domain that a VMD controller made (drivers/pci/controller/vmd.c: from 0x10000 on). libvirt accepts no
/// domain beyond 0xffff (src/util/virpci.c, virPCIDeviceAddressIsValid), and VMD's functions share its group.
bool isBehindVmd(const PciAddress &address);

}
