// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QtTypes>

/// Functions of the real machines, for generated ones.
namespace fixture::ids
{

struct Id {
    quint32 classCode;
    quint16 vendor;
    quint16 device;
};

inline constexpr Id hostBridge{0x060000, 0x1022, 0x1480};
inline constexpr Id iommu{0x080600, 0x1022, 0x1481};
inline constexpr Id dummyBridge{0x060000, 0x1022, 0x1482};
inline constexpr Id rootPort{0x060400, 0x1022, 0x1483};
inline constexpr Id switchUp{0x060400, 0x1022, 0x57ad};
inline constexpr Id switchDown{0x060400, 0x1022, 0x57a3};
inline constexpr Id chipsetDown{0x060400, 0x1022, 0x43ea};
inline constexpr Id gpu{0x030000, 0x10de, 0x1f02};
inline constexpr Id gpuAudio{0x040300, 0x10de, 0x10f9};
inline constexpr Id gpuUsb{0x0c0330, 0x10de, 0x1ada};
inline constexpr Id gpuUcsi{0x0c8000, 0x10de, 0x1adb};
inline constexpr Id nvme{0x010802, 0x144d, 0xa80a};
inline constexpr Id nic{0x020000, 0x8086, 0x1563};
inline constexpr Id nicVirtual{0x020000, 0x8086, 0x1565};
inline constexpr Id usb{0x0c0330, 0x1022, 0x149c};
inline constexpr Id sata{0x010601, 0x1022, 0x7901};
inline constexpr Id wifi{0x028000, 0x8086, 0x2723};
inline constexpr Id pcieToPci{0x060400, 0x10e3, 0x8111};
inline constexpr Id soundCard{0x040300, 0x1102, 0x0010};
inline constexpr Id reserved{0x130000, 0x1022, 0x1485};
inline constexpr Id crypto{0x108000, 0x1022, 0x1486};
inline constexpr Id audio{0x040300, 0x1022, 0x1487};
inline constexpr Id smbus{0x0c0500, 0x1022, 0x790b};
inline constexpr Id isaBridge{0x060100, 0x1022, 0x790e};
inline constexpr Id dataFabric{0x060000, 0x1022, 0x1440};

}
