// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"

namespace core
{

/// Base class 03: VGA, XGA, 3D and other display controllers. These are the GPUs Turnout is about.
bool isDisplay(const Function &function);
/// 0300: decodes the legacy VGA ranges.
bool isVga(const Function &function);
/// 0604 and the other 06xx classes that forward transactions (PCI, CardBus, semi-transparent).
bool isBridge(const Function &function);
bool isAudio(const Function &function);
bool isUsbController(const Function &function);
bool isStorage(const Function &function);
bool isNetwork(const Function &function);

/// vfio-pci or one of its variant drivers: the function is held for user space.
bool isVfioDriver(const QString &driver);
bool isOnVfio(const Function &function);

/// Runtime-suspended, by power/runtime_status or power_state.
bool isAsleep(const Function &function);

/// "NVIDIA TU106 [GeForce RTX 2070]" without the vendor's legal words; falls back to "VGA controller 10de:1f02".
QString displayName(const Function &function);

}
