// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"

namespace core
{

/// Base class 03: VGA, XGA, 3D and other display controllers.
bool isDisplay(const Function &function);
/// A display function, or a processing accelerator (base class 12) of a maker of GPUs, such as AMD Instinct.
bool isGpu(const Function &function);
/// 0604 and the other 06xx classes that forward transactions (PCI, CardBus, semi-transparent).
bool isBridge(const Function &function);
/// Base class 06: bridges to other buses, and the host and ISA bridges.
bool staysWithHost(const Function &function);
bool isAudio(const Function &function);
bool isUsbController(const Function &function);
bool isStorage(const Function &function);
bool isNetwork(const Function &function);

/// A kernel driver's or module's name: [a-z0-9_-]{1,64}, as all that matter here.
bool isDriverName(QStringView name);
/// vfio-pci or a variant driver (turnout_vfio_pci, mlx5_vfio_pci, nvgrace-gpu-vfio-pci, xe-vfio-pci).
bool isVfioDriver(const QString &driver);
/// Bound to a driver that is one by its name or by its alias in modules.alias.
bool isOnVfio(const Function &function);
/// Bound to a driver that is none, but registered the function with VFIO itself, as NVIDIA's does for vGPU: VMs get the
/// function from that driver, so it is never bound to another.
bool isOfferedByDriver(const Function &function);
/// Bound to a driver through which the host uses the function: neither VFIO nor pci-stub.
bool isOnHostDriver(const Function &function);
/// The host had a driver for it before Turnout changed it, and it has none now: the change was not undone in full.
bool hasLostItsDriver(const Function &function);

/// Runtime-suspended, by power/runtime_status or power_state.
bool isSuspended(const Function &function);

/// A kernel call for it is blocked, so values that need its device lock were not read.
bool isStuck(const Function &function);

/// The name users know: "NVIDIA GeForce RTX 2070" for a display function whose pci.ids entry is "NVIDIA Corporation",
/// "TU106 [GeForce RTX 2070]"; the whole device name for other functions. Falls back to "VGA controller 10de:1f02".
QString displayName(const Function &function);

}
