// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArrayView>
#include <QStringList>

#include <vector>

namespace core
{

/// The PCI lines of a modules.alias file (depmod(8)), indexed by vendor and device.
/// Patterns are shell globs in the sense of fnmatch(3), as libkmod treats them.
class ModuleAliases
{
public:
    /// Which drivers are asked for: ordinary ones ("pci:" aliases), or those that hand a function to user space
    /// ("vfio_pci:" aliases, include/linux/mod_devicetable.h PCI_ID_F_VFIO_DRIVER_OVERRIDE).
    enum class Purpose : quint8 {
        Host,
        Vfio
    };

    ModuleAliases() = default;
    /// Keeps views into `text`, which must outlive the index. Lines that are no PCI alias are skipped.
    explicit ModuleAliases(QByteArrayView text);

    /// The modules that claim a function, fewest wildcards first (libvirt's rule for a VFIO driver, virpci.c
    /// virPCIDeviceFindBestVFIOVariant), file order among equals, none twice. `modalias` as in sysfs: "pci:v...".
    QStringList candidates(QByteArrayView modalias, Purpose purpose = Purpose::Host) const;

private:
    struct Alias {
        quint64 key; ///< see keyOf() in the source
        QByteArrayView pattern; ///< after the prefix: "v000010DEd*sv*..."
        QByteArrayView module;
    };

    std::vector<Alias> m_host; ///< sorted by key, file order within
    std::vector<Alias> m_vfio;
};

}
