// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "configspace.h"

#include <linux/pci_regs.h>

#include <algorithm>
#include <bit>

namespace fixture
{

namespace
{

constexpr int headerSize = 64;
constexpr int pcieSize = 0x3c; // version 2, slot and root registers included
constexpr quint64 barMemory64 = PCI_BASE_ADDRESS_MEM_TYPE_64;
/// The command register once the kernel has enabled a device.
constexpr quint16 decodeAndMaster = PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER;

class ConfigSpace
{
public:
    ConfigSpace(const Function &function, const Placement &placement, Access access)
        : m_function(function)
        , m_placement(placement)
        , m_access(access)
        , m_bytes(function.pcieType ? PCI_CFG_SPACE_EXP_SIZE : PCI_CFG_SPACE_SIZE, '\0')
    {
    }

    QByteArray build()
    {
        writeCommonHeader();
        if (m_function.buses)
            writeBridgeHeader();
        else
            writeEndpointHeader();
        if (m_access == Access::Unprivileged) {
            // The header shows whether there is a list; assume one where the dump could not follow it.
            put16(PCI_STATUS, PCI_STATUS_CAP_LIST);
            put8(PCI_CAPABILITY_LIST, headerSize);
            return m_bytes.first(headerSize);
        }
        writeCapabilities();
        if (m_function.pcieType)
            writeExtendedCapabilities();
        return m_bytes;
    }

private:
    void put8(int at, quint8 value)
    {
        m_bytes[at] = static_cast<char>(value);
    }
    void put16(int at, quint16 value)
    {
        put8(at, value & 0xff);
        put8(at + 1, value >> 8);
    }
    void put32(int at, quint32 value)
    {
        put16(at, value & 0xffff);
        put16(at + 2, value >> 16);
    }

    void writeCommonHeader()
    {
        put16(PCI_VENDOR_ID, m_function.vendor);
        put16(PCI_DEVICE_ID, m_function.device);
        if (!m_function.driver.isEmpty())
            put16(PCI_COMMAND, decodeAndMaster | (m_function.vga ? PCI_COMMAND_IO : 0));
        put8(PCI_REVISION_ID, m_function.revision);
        put8(PCI_CLASS_PROG, m_function.classCode & 0xff);
        put16(PCI_CLASS_DEVICE, m_function.classCode >> 8);
        const quint8 type = m_function.buses ? PCI_HEADER_TYPE_BRIDGE : PCI_HEADER_TYPE_NORMAL;
        put8(PCI_HEADER_TYPE, type | (m_placement.multifunction ? PCI_HEADER_TYPE_MFD : 0));
    }

    void writeEndpointHeader()
    {
        writeBars(PCI_STD_NUM_BARS);
        put16(PCI_SUBSYSTEM_VENDOR_ID, m_function.subVendor);
        put16(PCI_SUBSYSTEM_ID, m_function.subDevice);
        put32(PCI_ROM_ADDRESS, static_cast<quint32>(m_placement.resources[romResource].start));
    }

    void writeBridgeHeader()
    {
        writeBars(2);
        put8(PCI_PRIMARY_BUS, m_function.address.bus);
        put8(PCI_SECONDARY_BUS, m_function.buses->secondary);
        put8(PCI_SUBORDINATE_BUS, m_function.buses->subordinate);
        put16(PCI_IO_BASE, 0x00f0); // base above limit: no I/O window
        writeWindow(m_placement.resources[bridgeWindows + 1], PCI_MEMORY_BASE, 0);
        const Resource &prefetchable = m_placement.resources[bridgeWindows + 2];
        writeWindow(prefetchable, PCI_PREF_MEMORY_BASE, PCI_PREF_RANGE_TYPE_64);
        if (prefetchable.size > 0) {
            put32(PCI_PREF_BASE_UPPER32, prefetchable.start >> 32);
            put32(PCI_PREF_LIMIT_UPPER32, (prefetchable.start + prefetchable.size - 1) >> 32);
        }
        put32(PCI_ROM_ADDRESS1, static_cast<quint32>(m_placement.resources[romResource].start));
    }

    void writeBars(int count)
    {
        for (int i = 0; i < count; ++i) {
            const Resource &bar = m_placement.resources[i];
            if (bar.size == 0)
                continue;
            const int at = PCI_BASE_ADDRESS_0 + 4 * i;
            put32(at, static_cast<quint32>(bar.start) | (bar.flags & ~PCI_BASE_ADDRESS_MEM_MASK));
            if (bar.flags & barMemory64)
                put32(at + 4, bar.start >> 32);
        }
    }

    /// Bits 31 to 20 of base and limit; base above limit means closed.
    void writeWindow(const Resource &window, int at, quint16 type)
    {
        const bool open = window.size > 0;
        const quint64 last = window.start + window.size - 1;
        put16(at, (open ? (window.start >> 16) & 0xfff0 : 0xfff0) | type);
        put16(at + 2, (open ? (last >> 16) & 0xfff0 : 0) | type);
    }

    /// Appends a capability to the list and returns its offset.
    int addCapability(quint8 id, int size)
    {
        const int at = m_next;
        put8(m_link, at);
        put8(at, id);
        put16(PCI_STATUS, PCI_STATUS_CAP_LIST);
        m_link = at + 1;
        m_next = (at + size + 3) & ~3;
        return at;
    }

    void writeCapabilities()
    {
        if (m_function.pm) {
            const int at = addCapability(PCI_CAP_ID_PM, PCI_PM_SIZEOF);
            put16(at + PCI_PM_PMC, 3); // version 1.2
            put16(at + PCI_PM_CTRL, (m_function.noSoftReset ? PCI_PM_CTRL_NO_SOFT_RESET : 0) | (m_function.d3 ? PCI_PM_CTRL_STATE_MASK : 0));
        }
        if (m_function.msix)
            addCapability(PCI_CAP_ID_MSIX, PCI_CAP_MSIX_SIZEOF); // table size 0 stands for one vector
        if (m_function.pcieType)
            writePcieCapability();
        if (m_function.afFlr) {
            const int at = addCapability(PCI_CAP_ID_AF, PCI_CAP_AF_SIZEOF);
            put8(at + 2, PCI_CAP_AF_SIZEOF);
            put8(at + PCI_AF_CAP, PCI_AF_CAP_TP | PCI_AF_CAP_FLR);
        }
        if (m_function.buses && (m_function.subVendor || m_function.subDevice)) {
            const int at = addCapability(PCI_CAP_ID_SSVID, 8);
            put16(at + PCI_SSVID_VENDOR_ID, m_function.subVendor);
            put16(at + PCI_SSVID_DEVICE_ID, m_function.subDevice);
        }
    }

    void writePcieCapability()
    {
        const int at = addCapability(PCI_CAP_ID_EXP, pcieSize);
        const bool slot = m_function.hotplug;
        put16(at + PCI_EXP_FLAGS, 2 | (static_cast<quint16>(*m_function.pcieType) << 4) | (slot ? PCI_EXP_FLAGS_SLOT : 0));
        put32(at + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_RBER | (m_function.flr ? PCI_EXP_DEVCAP_FLR : 0));
        if (m_function.link)
            put16(at + PCI_EXP_LNKSTA, linkBits(*m_function.link));
        if (m_function.linkMax) {
            put32(at + PCI_EXP_LNKCAP, linkBits(*m_function.linkMax));
            put32(at + PCI_EXP_LNKCAP2, ((1U << speedCode(m_function.linkMax->speed)) - 1) << 1);
        }
        if (slot)
            put32(at + PCI_EXP_SLTCAP, PCI_EXP_SLTCAP_HPC);
    }

    static quint16 linkBits(const core::LinkState &link)
    {
        return speedCode(link.speed) | (link.width << 4);
    }

    /// Supported Link Speeds encoding, PCIe 6.0, 7.5.3.8.
    static quint16 speedCode(quint32 megatransfers)
    {
        static constexpr std::array<quint32, 6> speeds = {2500, 5000, 8000, 16000, 32000, 64000};
        const auto speed = std::ranges::find(speeds, megatransfers);
        return speed == speeds.end() ? 0 : static_cast<quint16>(speed - speeds.begin() + 1);
    }

    int addExtended(quint16 id, quint8 version, int size)
    {
        const int at = m_nextExtended;
        if (m_linkExtended)
            put16(m_linkExtended + 2, m_versionExtended | (at << 4));
        put16(at, id);
        put16(at + 2, version);
        m_linkExtended = at;
        m_versionExtended = version;
        m_nextExtended = at + size;
        return at;
    }

    void writeExtendedCapabilities()
    {
        if (m_function.acs) {
            const int at = addExtended(PCI_EXT_CAP_ID_ACS, 1, 8);
            put16(at + PCI_ACS_CAP, *m_function.acs);
            put16(at + PCI_ACS_CTRL, *m_function.acs);
        }
        if (m_function.ari)
            addExtended(PCI_EXT_CAP_ID_ARI, 1, PCI_EXT_CAP_ARI_SIZEOF);
        if (m_function.enabledVfs) {
            const int at = addExtended(PCI_EXT_CAP_ID_SRIOV, 1, PCI_EXT_CAP_SRIOV_SIZEOF);
            put16(at + PCI_SRIOV_CTRL, *m_function.enabledVfs > 0 ? PCI_SRIOV_CTRL_VFE : 0);
            for (const int field : {PCI_SRIOV_INITIAL_VF, PCI_SRIOV_TOTAL_VF, PCI_SRIOV_NUM_VF})
                put16(at + field, *m_function.enabledVfs);
        }
        if (m_function.resizableBar)
            writeResizableBar();
    }

    /// Dumps do not name the BAR: assume the largest prefetchable one, with its present size as the only choice.
    void writeResizableBar()
    {
        const int at = addExtended(PCI_EXT_CAP_ID_REBAR, 1, 12);
        const Bar *largest = nullptr;
        for (const Bar &bar : m_function.bars) {
            if (bar.prefetchable && (!largest || bar.size > largest->size))
                largest = &bar;
        }
        if (!largest || largest->size < 1024 * 1024)
            return;
        const int bit = std::countr_zero(largest->size / (1024 * 1024));
        put32(at + PCI_REBAR_CAP, 1U << (bit + 4));
        put32(at + PCI_REBAR_CTRL, largest->index | (1U << 5) | (static_cast<quint32>(bit) << 8));
    }

    const Function &m_function;
    const Placement &m_placement;
    const Access m_access;
    QByteArray m_bytes;
    int m_next = headerSize;
    int m_link = PCI_CAPABILITY_LIST;
    int m_nextExtended = PCI_CFG_SPACE_SIZE;
    int m_linkExtended = 0;
    quint8 m_versionExtended = 0;
};

}

QByteArray configSpace(const Function &function, const Placement &placement, Access access)
{
    return ConfigSpace(function, placement, access).build();
}

}
