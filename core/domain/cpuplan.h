// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "hostcapabilities.h"

namespace core
{

/// The CPUs of a guest, and the host CPUs they run on.
struct CpuPlan {
    int cores = 1;
    int threads = 1; ///< of each core
    QList<int> hostCpus; ///< that of each vCPU; empty: not pinned
    QList<int> emulatorCpus; ///< for QEMU's own threads: no vCPU runs there
    std::optional<int> node; ///< the NUMA node that all of them belong to; none on a host with one node
    bool crossesCaches = false; ///< the vCPUs are spread over several last-level caches

    bool operator==(const CpuPlan &) const = default;
};

/// The number of vCPUs for a VM where the user wants no special number: half of the node's CPUs, at least 2.
int usualVcpus(const HostCapabilities &host, std::optional<int> node);

/// Whole cores of the GPU's NUMA node, within one last-level cache where that is large enough, next to each other. The
/// core of the lowest CPU, which the kernel uses most, is used last. Not pinned where that would leave no core to the
/// host.
CpuPlan planCpus(const HostCapabilities &host, int vcpus, std::optional<int> node);

}
