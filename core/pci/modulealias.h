// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"

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
    ModuleAliases() = default;
    /// Keeps views into `text`, which must outlive the index. Skips lines that are not PCI aliases.
    explicit ModuleAliases(QByteArrayView text);

    /// The modules of host drivers ("pci:" aliases) that match a function, fewest wildcards first, then in file order,
    /// without duplicates. `modalias` as in sysfs: "pci:v...".
    QStringList candidates(QByteArrayView modalias) const;
    /// The same for VFIO drivers ("vfio_pci:" aliases, include/linux/mod_devicetable.h PCI_ID_F_VFIO_DRIVER_OVERRIDE).
    /// The first is the best match, as in libvirt (virpci.c virPCIDeviceFindBestVFIOVariant).
    QList<VfioCandidate> vfioCandidates(QByteArrayView modalias) const;

private:
    struct Alias {
        quint64 key; ///< see keyOf() in the source
        QByteArrayView pattern; ///< after the prefix: "v000010DEd*sv*..."
        QByteArrayView module;
    };
    static std::vector<const Alias *> matches(const std::vector<Alias> &aliases, QByteArrayView modalias);

    std::vector<Alias> m_host; ///< sorted by key, file order within
    std::vector<Alias> m_vfio;
};

}
