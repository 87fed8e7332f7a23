// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "layout.h"

#include <QHash>

#include <algorithm>

namespace fixture
{

namespace
{

// include/linux/ioport.h
constexpr quint64 memory = 0x200;
constexpr quint64 prefetch = 0x2000;
constexpr quint64 readOnly = 0x4000;
constexpr quint64 sizeAlign = 0x40000;
constexpr quint64 memory64 = 0x100000;
// The low bits repeat the BAR's own (include/uapi/linux/pci_regs.h).
constexpr quint64 barMemory64 = 0x4;
constexpr quint64 barPrefetch = 0x8;
constexpr quint64 windowPrefetch64 = 0x1;

constexpr quint64 megabyte = 1024 * 1024;
/// Dumps show a ROM but not its size: assume the minimum of PCI.
constexpr quint64 romSize = 2048;

constexpr quint32 firstVmdDomain = 0x10000;

quint64 alignUp(quint64 value, quint64 alignment)
{
    return (value + alignment - 1) / alignment * alignment;
}

quint32 busKey(quint32 domain, quint8 bus)
{
    return domain << 8 | bus;
}

/// The next free addresses.
struct Pools {
    quint64 low = 0x40000000;
    quint64 high = 0x4000000000;

    void alignToWindow()
    {
        low = alignUp(low, megabyte);
        high = alignUp(high, megabyte);
    }
};

quint64 take(quint64 &pool, quint64 size)
{
    const quint64 start = alignUp(pool, size);
    pool = start + size;
    return start;
}

class Layout
{
public:
    explicit Layout(const Machine &machine)
        : m_functions(machine.functions)
        , m_placements(machine.functions.size())
    {
    }

    std::vector<Placement> run()
    {
        findParents();
        for (size_t i = 0; i < m_functions.size(); ++i) {
            placePath(i);
            markMultifunction(i);
            if (!m_placements[i].parent)
                allocate(i, m_pools[m_functions[i].address.domain]);
        }
        return std::move(m_placements);
    }

private:
    void findParents()
    {
        QHash<quint32, size_t> bridges;
        for (size_t i = 0; i < m_functions.size(); ++i) {
            const Function &function = m_functions[i];
            if (function.buses)
                bridges.insert(busKey(function.address.domain, function.buses->secondary), i);
            if (function.driver == QLatin1String("vmd"))
                m_vmd = i;
        }
        m_children.resize(m_functions.size());
        for (size_t i = 0; i < m_functions.size(); ++i) {
            const core::PciAddress &address = m_functions[i].address;
            const auto bridge = bridges.constFind(busKey(address.domain, address.bus));
            if (bridge == bridges.cend())
                continue;
            m_placements[i].parent = *bridge;
            m_children[*bridge].push_back(i);
        }
    }

    /// A parent may come after its children in address order, so it is placed on demand.
    const QByteArray &placePath(size_t index)
    {
        QByteArray &path = m_placements[index].path;
        if (!path.isEmpty())
            return path;
        const core::PciAddress &address = m_functions[index].address;
        const std::optional<size_t> parent = m_placements[index].parent;
        const QByteArray above = parent ? placePath(*parent) : rootBusPath(address);
        return path = above + '/' + address.toString().toLatin1();
    }

    /// A VMD controller's root bus is below the controller (drivers/pci/controller/vmd.c).
    QByteArray rootBusPath(const core::PciAddress &address)
    {
        const bool behindVmd = address.domain >= firstVmdDomain && m_vmd;
        const QByteArray above = behindVmd ? placePath(*m_vmd) : QByteArray("sys/devices");
        return above + "/pci" + busName(address.domain, address.bus);
    }

    void markMultifunction(size_t index)
    {
        const auto shares = [&](size_t other) {
            return other < m_functions.size() && m_functions[other].address.sameSlot(m_functions[index].address);
        };
        m_placements[index].multifunction = (index > 0 && shares(index - 1)) || shares(index + 1);
    }

    void allocate(size_t index, Pools &pools)
    {
        allocateBars(index, pools);
        if (!m_functions[index].buses)
            return;
        pools.alignToWindow();
        const Pools before = pools;
        for (const size_t child : m_children[index])
            allocate(child, pools);
        pools.alignToWindow();
        auto &resources = m_placements[index].resources;
        if (pools.low > before.low)
            resources[bridgeWindows + 1] = {before.low, pools.low - before.low, memory};
        if (pools.high > before.high)
            resources[bridgeWindows + 2] = {before.high, pools.high - before.high, memory | prefetch | memory64 | windowPrefetch64};
    }

    /// Dumps do not distinguish 32-bit BARs from 64-bit ones. Prefetchable ones are 64-bit wherever the next register is
    /// free for the upper half.
    void allocateBars(size_t index, Pools &pools)
    {
        const Function &function = m_functions[index];
        auto &resources = m_placements[index].resources;
        for (const Bar &bar : function.bars) {
            const bool nextFree = bar.index < 5
                && std::ranges::none_of(
                                      function.bars,
                                      [&](const Bar &other) {
                                          return other.index == bar.index + 1;
                                      });
            const bool wide = bar.prefetchable && nextFree;
            quint64 flags = memory | sizeAlign;
            if (bar.prefetchable)
                flags |= prefetch | barPrefetch;
            if (wide)
                flags |= memory64 | barMemory64;
            resources[bar.index] = {take(wide ? pools.high : pools.low, bar.size), bar.size, flags};
        }
        if (function.rom)
            resources[romResource] = {take(pools.low, romSize), romSize, memory | prefetch | readOnly | sizeAlign};
    }

    const std::vector<Function> &m_functions;
    std::vector<Placement> m_placements;
    std::vector<std::vector<size_t>> m_children;
    std::optional<size_t> m_vmd;
    QHash<quint32, Pools> m_pools;
};

}

QByteArray busName(quint32 domain, quint8 bus)
{
    return QByteArray::number(domain, 16).rightJustified(4, '0') + ':' + QByteArray::number(bus, 16).rightJustified(2, '0');
}

std::vector<Placement> layOut(const Machine &machine)
{
    return Layout(machine).run();
}

}
