// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QList>

#include <optional>

namespace core
{

/// A host CPU, that is, a hardware thread.
struct HostCpu {
    int id = 0;
    int node = 0; ///< NUMA node
    int core = 0; ///< the lowest CPU that shares its core
    int cache = -1; ///< the lowest CPU that shares its last-level cache; -1: unknown

    bool operator==(const HostCpu &) const = default;
};

/// Pages of one size in one NUMA node.
struct HostPages {
    int node = 0;
    quint64 kibibytes = 0; ///< the size of a page
    quint64 count = 0;

    bool operator==(const HostPages &) const = default;
};

/// The host as libvirt describes it: the document of `virsh capabilities`
/// (https://libvirt.org/formatcaps.html).
struct HostCapabilities {
    QString cpuVendor; ///< "Intel", "AMD"
    std::optional<int> physicalBits; ///< bits of a physical address of the host's CPU
    bool hasOneGibPages = false; ///< the CPU feature pdpe1gb
    QList<HostCpu> cpus; ///< in the order of their ids
    QList<HostPages> pages; ///< larger than 4 KiB only

    /// An error names what is wrong with the document.
    static Result<HostCapabilities> parse(const QByteArray &xml);

    bool operator==(const HostCapabilities &) const = default;
};

/// CPUs as libvirt lists them: "0-3,^2,8". None where the text is not such a list.
std::optional<QList<int>> parseCpuSet(QStringView text);
/// "0-3,8".
QString cpuSetText(QList<int> cpus);

}
