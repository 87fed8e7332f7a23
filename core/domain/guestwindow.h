// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

#include <optional>

namespace core
{

/// Bytes that OVMF reserves for 64-bit BARs in a guest with so many physical address bits (edk2,
/// OvmfPkg/Library/PlatformInitLib/MemDetect.c; measured with a BAR of 64 GiB). Unknown bits count as few.
quint64 ovmfWindow(std::optional<int> physicalBits, bool isAmd, bool hasOneGibPages);

/// The value of opt/ovmf/X-PciMmio64Mb, in MiB, that makes room for `needed` bytes; none if the window is large enough.
std::optional<quint64> windowOverride(quint64 needed, quint64 window);

}
