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
    /// Keeps views into `text`, which must outlive the index. Lines that are no PCI alias are skipped.
    explicit ModuleAliases(QByteArrayView text);

    /// The modules of host drivers ("pci:" aliases) that claim a function, fewest wildcards first, file order among
    /// equals, none twice. `modalias` as in sysfs: "pci:v...".
    QStringList candidates(QByteArrayView modalias) const;
    /// The same of drivers that hand a function to user space ("vfio_pci:" aliases, include/linux/mod_devicetable.h
    /// PCI_ID_F_VFIO_DRIVER_OVERRIDE). The first is the one to take: the rule of the kernel series that split
    /// vfio_pci_core, and of libvirt (virpci.c virPCIDeviceFindBestVFIOVariant).
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
