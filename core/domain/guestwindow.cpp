// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "guestwindow.h"

#include <algorithm>
#include <bit>

namespace core
{

namespace
{
constexpr quint64 gib = quint64(1) << 30;
constexpr quint64 usualWindow = 32 * gib;
/// OVMF relies on the number of bits only where a CPU is known to have it.
constexpr int reliableBits = 41;
constexpr int mostBits = 46;
constexpr int mostBitsWithoutGibPages = 40;
}

quint64 ovmfWindow(std::optional<int> physicalBits, bool isAmd, bool hasOneGibPages)
{
    if (!physicalBits)
        return usualWindow;
    const int bits = *physicalBits;
    const bool isReliable = bits >= reliableBits || (isAmd ? bits == 40 : bits == 36 || bits == 39);
    if (!isReliable)
        return usualWindow;
    return quint64(1) << (std::min(bits, hasOneGibPages ? mostBits : mostBitsWithoutGibPages) - 3);
}

std::optional<quint64> windowOverride(quint64 needed, quint64 window)
{
    // The guest's own devices take a part of it.
    constexpr quint64 ownDevices = gib;
    if (needed == 0 || needed + ownDevices <= window)
        return {};
    return std::bit_ceil(needed + ownDevices) >> 20;
}

}
