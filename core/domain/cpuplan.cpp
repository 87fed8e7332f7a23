// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "cpuplan.h"

#include <algorithm>
#include <map>

namespace core
{

namespace
{
struct Core {
    QList<int> cpus;
    int cache = -1;
};

/// In the order of their lowest CPU, that of the machine's lowest CPU last.
QList<Core> coresOf(const HostCapabilities &host, std::optional<int> node)
{
    std::map<int, Core> byLowest;
    for (const HostCpu &cpu : host.cpus) {
        if (node && cpu.node != *node)
            continue;
        Core &core = byLowest[cpu.core];
        core.cpus.append(cpu.id);
        core.cache = cpu.cache;
    }
    QList<Core> cores;
    for (const auto &[lowest, core] : byLowest)
        cores.append(core);
    if (!cores.isEmpty() && cores.first().cpus.contains(host.cpus.first().id))
        cores.append(cores.takeFirst());
    return cores;
}

bool hasSeveralNodes(const HostCapabilities &host)
{
    return std::ranges::any_of(host.cpus, [&](const HostCpu &cpu) {
        return cpu.node != host.cpus.first().node;
    });
}

bool hasNode(const HostCapabilities &host, int node)
{
    return std::ranges::find(host.cpus, node, &HostCpu::node) != host.cpus.end();
}

/// The node of the GPU if the host has several and that is one of them.
std::optional<int> usedNode(const HostCapabilities &host, std::optional<int> node)
{
    return node && hasNode(host, *node) && hasSeveralNodes(host) ? node : std::nullopt;
}

/// `count` cores: all of one cache if one has that many, the smallest such; else in order of caches.
QList<Core> chosen(const QList<Core> &cores, qsizetype count)
{
    std::map<int, QList<Core>> byCache;
    for (const Core &core : cores)
        byCache[core.cache].append(core);
    const QList<Core> *best = nullptr;
    for (const auto &[cache, members] : byCache) {
        if (members.size() < count)
            continue;
        // The cache with the machine's first core is left to the host where another is as good.
        const bool isFirstCores = members.last().cpus == cores.last().cpus;
        if (!best || members.size() < best->size() || (members.size() == best->size() && !isFirstCores))
            best = &members;
    }
    if (best)
        return best->first(count);
    QList<Core> all;
    for (const auto &[cache, members] : byCache)
        all += members;
    // The last in the order of all cores stays the last.
    std::ranges::stable_partition(all, [&](const Core &core) {
        return core.cpus != cores.last().cpus;
    });
    return all.first(count);
}
}

int usualVcpus(const HostCapabilities &host, std::optional<int> node)
{
    const std::optional<int> used = usedNode(host, node);
    qsizetype cpus = 0;
    for (const Core &core : coresOf(host, used))
        cpus += core.cpus.size();
    return cpus == 0 ? 4 : std::max(2, int(cpus / 4 * 2));
}

CpuPlan planCpus(const HostCapabilities &host, int vcpus, std::optional<int> node)
{
    CpuPlan plan{.cores = vcpus, .threads = 1, .hostCpus = {}, .emulatorCpus = {}, .node = usedNode(host, node), .crossesCaches = false};
    const QList<Core> cores = coresOf(host, plan.node);
    if (cores.isEmpty())
        return plan;
    // Hybrid CPUs have cores of both kinds; a guest has threads only if all its cores do.
    const qsizetype threads = std::ranges::min(cores, {}, [](const Core &core) {
                                  return core.cpus.size();
                              }).cpus.size();
    const bool usesThreads = threads > 1 && vcpus % threads == 0;
    const qsizetype wanted = usesThreads ? vcpus / threads : vcpus;
    if (usesThreads) {
        plan.cores = int(wanted);
        plan.threads = int(threads);
    }
    if (wanted >= cores.size())
        return plan;
    QList<Core> used = chosen(cores, wanted);
    QList<int> caches;
    for (const Core &core : std::as_const(used)) {
        plan.hostCpus += core.cpus.first(usesThreads ? threads : 1);
        if (!caches.contains(core.cache))
            caches.append(core.cache);
    }
    plan.crossesCaches = caches.size() > 1;
    for (const Core &core : cores) {
        const bool isUsed = std::ranges::any_of(used, [&](const Core &other) {
            return other.cpus == core.cpus;
        });
        if (!isUsed)
            plan.emulatorCpus += core.cpus;
    }
    std::ranges::sort(plan.emulatorCpus);
    return plan;
}

}
