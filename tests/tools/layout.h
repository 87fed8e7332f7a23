// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "machine.h"

#include <array>
#include <optional>
#include <vector>

namespace fixture
{

/// One line of the sysfs `resource` file.
struct Resource {
    quint64 start = 0;
    quint64 size = 0; ///< 0: decodes nothing
    quint64 flags = 0; ///< IORESOURCE_*, include/linux/ioport.h
};

/// Indices in Placement::resources, as in include/linux/pci.h with CONFIG_PCI_IOV.
inline constexpr int romResource = 6;
inline constexpr int bridgeWindows = 13; ///< I/O, memory, prefetchable memory, and one for CardBus
inline constexpr int resourceCount = 17;

/// The location of a function in the tree.
struct Placement {
    std::optional<size_t> parent; ///< index of the bridge above
    QByteArray path; ///< below the root of the tree: "sys/devices/pci0000:00/0000:00:01.0"
    bool multifunction = false;
    std::array<Resource, resourceCount> resources{};
};

/// "0000:01", as in the names of pci_bus directories; a root bus has "pci" before it.
QByteArray busName(quint32 domain, quint8 bus);

/// One Placement per function, in the same order. Dumps lack addresses, so BARs get naturally aligned ones, contiguous
/// behind each bridge, and bridge windows cover them. The memory below 4 GB is one pool per domain.
std::vector<Placement> layOut(const Machine &machine);

}
