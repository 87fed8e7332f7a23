// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"
#include "core/pci/pciaddress.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

/// Machines as the fixtures describe them. Not core::Function: the input must not depend on the code under test.
namespace fixture
{

struct Bar {
    quint8 index = 0;
    quint64 size = 0; ///< bytes
    bool prefetchable = false;
};

/// A device of a class (drm, net, block, ...) that a function's driver made.
struct ClassDevice {
    QByteArray className; ///< "drm"
    QByteArray directory; ///< below the function's: "drm/card0"
};

struct Function {
    core::PciAddress address;
    quint32 classCode = 0;
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subVendor = 0;
    quint16 subDevice = 0;
    quint8 revision = 0;
    std::optional<quint32> group;
    QString driver; ///< empty: none
    QStringList modules;
    std::optional<core::BusRange> buses; ///< bridges only
    std::optional<core::PciAddress> physicalFunction; ///< of a virtual function

    std::optional<core::PcieType> pcieType;
    std::optional<quint16> acs; ///< enabled control bits; the capability bits are assumed equal
    bool flr = false; ///< in the PCI Express capability
    bool afFlr = false; ///< in the Advanced Features capability
    bool pm = false;
    bool noSoftReset = false;
    bool d3 = false; ///< was in D3hot
    bool msix = false;
    bool resizableBar = false;
    bool rom = false;
    bool vga = false; ///< decodes the legacy VGA ranges
    bool hotplug = false;
    bool ari = false;
    std::optional<quint16> enabledVfs; ///< set: has the SR-IOV capability
    std::optional<core::LinkState> link; ///< the current link
    std::optional<core::LinkState> linkMax; ///< the maximum link
    QList<Bar> bars;

    /// More sysfs attributes: path below the function's directory, and value. Only generated machines have them.
    QList<std::pair<QByteArray, QByteArray>> attributes;
    QList<ClassDevice> classDevices;
};

/// Whether the dump was taken by root, or by a user who sees only the first 64 bytes of config space.
enum class Access : quint8 {
    Full,
    Unprivileged
};

struct Machine {
    QString title;
    QString kernel; ///< release; empty if unknown
    Access access = Access::Full;
    QByteArray groupType; ///< /sys/kernel/iommu_groups/N/type of all groups; empty if unknown
    QByteArray moreAliases; ///< lines of modules.alias for modules that no function here can use
    std::vector<Function> functions; ///< in address order
};

}
