// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Section numbers are those of the PCI Express Base Specification 6.0; names in capitals are Linux's pci_regs.h.

#include "configspace.h"

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>

namespace core
{

namespace
{
constexpr quint16 headerSize = 64;
constexpr quint16 standardSize = 256;
constexpr quint16 fullSize = 4096;

// Type 0 and 1 headers, 7.5.1
constexpr quint16 commandStatus = 0x04;
constexpr quint16 classAndRevision = 0x08;
constexpr quint16 headerTypeDword = 0x0c;
constexpr quint16 busNumbers = 0x18;
constexpr quint16 capabilitiesPointer = 0x34;
constexpr quint16 cardBusCapabilitiesPointer = 0x14;
constexpr quint32 statusHasCapabilities = 0x10u << 16;
constexpr quint32 allOnes = 0xffffffff;

enum class Layout : quint8 {
    Normal = 0,
    Bridge = 1,
    CardBus = 2
};

Layout layout(quint32 headerType)
{
    return Layout(headerType >> 16 & 0x7f);
}

/// A VF reads all ones for its IDs (9.3.4.1.1), so the IDs alone do not show a dead function.
std::optional<Unread> whyNoHeader(ConfigSource &source)
{
    if (source.size() < headerSize)
        return Unread::Malformed;
    const bool answers = source.dword(headerTypeDword).value_or(allOnes) != allOnes;
    return answers ? std::nullopt : std::optional(Unread::NotResponding);
}

/// False for a Device/Port Type the specification reserves (7.5.3.2).
bool isDefined(quint8 type)
{
    switch (PcieType(type)) {
    case PcieType::Endpoint:
    case PcieType::LegacyEndpoint:
    case PcieType::RootPort:
    case PcieType::UpstreamPort:
    case PcieType::DownstreamPort:
    case PcieType::PcieToPciBridge:
    case PcieType::PciToPcieBridge:
    case PcieType::RootComplexEndpoint:
    case PcieType::RootComplexEventCollector:
        return true;
    }
    return false;
}

/// Endpoints within the root complex have no link (7.5.3).
bool hasLink(PcieType type)
{
    return type != PcieType::RootComplexEndpoint && type != PcieType::RootComplexEventCollector;
}

/// `speed` counts from 1 for 2.5 GT/s; the width is in bits 9 to 4 of all link registers.
LinkState linkState(quint32 speed, quint32 registerWithWidth)
{
    constexpr std::array<quint32, 7> megatransfers{0, 2500, 5000, 8000, 16000, 32000, 64000};
    if (speed == 0 || speed >= megatransfers.size())
        return {};
    return {.speed = megatransfers[speed], .width = quint8(registerWithWidth >> 4 & 0x3f)};
}

/// Decodes the capabilities one by one.
class Decoder
{
public:
    explicit Decoder(ConfigSource &source)
        : m_source(source)
    {
    }

    Reading<Capabilities> decode();
    std::optional<ConfigLink> link();

private:
    std::optional<Unread> walkStandard();
    std::optional<Unread> standard(quint16 at, quint32 head);
    std::optional<Unread> pciExpress(quint16 at, quint32 head);
    void walkExtended();
    void extended(quint16 at, quint16 id);
    void resizableBars(quint16 at);
    quint32 dword(quint16 offset)
    {
        return m_source.dword(offset).value_or(0);
    }

    /// True for the first capability of this ID.
    bool first(quint16 id)
    {
        const bool isFirst = !m_seenIds.test(id);
        m_seenIds.set(id);
        return isFirst;
    }

    ConfigSource &m_source;
    Capabilities m_found;
    quint16 m_pciExpress = 0; ///< offset of that capability
    std::bitset<0x200> m_seenIds; // extended IDs are offset by 0x100
};

Reading<Capabilities> Decoder::decode()
{
    if (const auto why = whyNoHeader(m_source))
        return *why;
    if (const auto why = walkStandard())
        return *why;
    if (m_found.pcieType)
        walkExtended();
    return m_found;
}

std::optional<ConfigLink> Decoder::link()
{
    if (whyNoHeader(m_source) || walkStandard() || !m_found.pcieType || !hasLink(*m_found.pcieType))
        return std::nullopt;
    const quint32 version = dword(m_pciExpress) >> 16 & 0xf;
    const quint32 capabilities = dword(m_pciExpress + 0x0c); // 7.5.3.6
    const quint32 status = dword(m_pciExpress + 0x10) >> 16; // 7.5.3.8
    const quint32 supported = version >= 2 ? dword(m_pciExpress + 0x2c) >> 1 & 0x7f : 0; // 7.5.3.18, one bit per speed
    return ConfigLink{
        .now = linkState(status & 0xf, status),
        .max = linkState(supported ? std::bit_width(supported) : capabilities & 0xf, capabilities),
    };
}

std::optional<Unread> Decoder::walkStandard()
{
    if (!(dword(commandStatus) & statusHasCapabilities))
        return std::nullopt;
    const bool cardBus = layout(dword(headerTypeDword)) == Layout::CardBus;
    quint8 at = dword(cardBus ? cardBusCapabilitiesPointer : capabilitiesPointer) & 0xfc; // 7.5.1.1.11
    std::bitset<standardSize> seen;
    while (at >= headerSize && !seen.test(at)) {
        seen.set(at);
        const auto head = m_source.dword(at);
        if (!head)
            return Unread::NeedsPermission;
        if ((*head & 0xff) == 0xff)
            break;
        if (const auto why = standard(at, *head))
            return why;
        at = *head >> 8 & 0xfc;
    }
    return std::nullopt;
}

std::optional<Unread> Decoder::standard(quint16 at, quint32 head)
{
    const quint8 id = head & 0xff;
    if (!first(id))
        return std::nullopt;
    switch (id) {
    case 0x01: // Power Management, 7.5.2; PMCSR bit 3 No_Soft_Reset
        m_found.powerManagement = true;
        m_found.noSoftReset = dword(at + 4) & 0x8;
        break;
    case 0x10:
        return pciExpress(at, head);
    case 0x11: // MSI-X, 7.7.2: Message Control holds the table size less one
        m_found.msixVectors = (head >> 16 & 0x7ff) + 1;
        break;
    case 0x13: // Advanced Features for Conventional PCI (ECN of 2006), AF Capabilities bit 1
        m_found.flr = m_found.flr || head & 0x2u << 24;
        break;
    default:
        break;
    }
    return std::nullopt;
}

std::optional<Unread> Decoder::pciExpress(quint16 at, quint32 head)
{
    const quint8 type = head >> 20 & 0xf; // 7.5.3.2
    if (!isDefined(type))
        return Unread::Malformed;
    m_found.pcieType = PcieType(type);
    m_pciExpress = at;
    m_found.flr = m_found.flr || dword(at + 4) & 1u << 28; // 7.5.3.3
    const bool hasSlot = head & 1u << 24; // 7.5.3.2, Slot Implemented
    if (hasSlot && (m_found.pcieType == PcieType::RootPort || m_found.pcieType == PcieType::DownstreamPort))
        m_found.hotPlug = (dword(at + 0x14) & 1u << 6) != 0; // 7.5.3.9
    return std::nullopt;
}

/// With 256 bytes, the kernel sees no extended capabilities either (pci_dev::cfg_size).
void Decoder::walkExtended()
{
    std::bitset<fullSize> seen;
    quint16 at = standardSize;
    while (at >= standardSize && !seen.test(at)) {
        seen.set(at);
        const quint32 head = dword(at); // 7.6.3
        if (head == 0 || head == allOnes)
            return;
        extended(at, head & 0xffff);
        at = head >> 20 & 0xffc;
    }
}

void Decoder::extended(quint16 at, quint16 id)
{
    if (id > 0xff || !first(0x100 + id))
        return;
    switch (id) {
    case 0x0d: { // ACS, 7.7.11
        const quint32 bits = dword(at + 4);
        m_found.acs = Acs{quint16(bits & 0xffff), quint16(bits >> 16)};
        break;
    }
    case 0x0e: // ARI, 7.8.8
        m_found.ari = true;
        break;
    case 0x10: // SR-IOV, 9.3.3: TotalVFs and NumVFs
        m_found.sriov = Sriov{quint16(dword(at + 0x0c) >> 16), quint16(dword(at + 0x10) & 0xffff)};
        break;
    case 0x15:
        resizableBars(at);
        break;
    default:
        break;
    }
}

/// 7.8.6: pairs of a capability and a control register; the first control register holds their number.
void Decoder::resizableBars(quint16 at)
{
    const int count = std::min<int>(dword(at + 8) >> 5 & 0x7, 6);
    for (int i = 0; i < count; ++i) {
        const quint32 capability = dword(at + 4 + 8 * i);
        const quint32 control = dword(at + 8 + 8 * i);
        m_found.resizableBars.append(ResizableBar{
            .index = quint8(control & 0x7),
            .sizes = capability >> 4 | quint64(control >> 16) << 28,
            .current = quint8(control >> 8 & 0x3f),
        });
    }
}
}

ConfigBytes::ConfigBytes(QByteArrayView bytes)
    : m_bytes(bytes.first(std::min<qsizetype>(bytes.size(), fullSize)))
{
}

std::optional<quint32> ConfigBytes::dword(quint16 offset)
{
    if (offset + 4 > m_bytes.size())
        return std::nullopt;
    const auto byte = [&](int i) {
        return quint32(quint8(m_bytes[offset + i])) << 8 * i;
    };
    return byte(0) | byte(1) | byte(2) | byte(3);
}

quint16 ConfigBytes::size() const
{
    return quint16(m_bytes.size());
}

Reading<ConfigHeader> decodeHeader(ConfigSource &source)
{
    if (const auto why = whyNoHeader(source))
        return *why;
    const quint32 type = source.dword(headerTypeDword).value_or(0);
    const quint32 classRevision = source.dword(classAndRevision).value_or(0);
    ConfigHeader header{.multifunction = (type & 0x80u << 16) != 0, .revision = quint8(classRevision), .buses = {}};
    if (layout(type) == Layout::Bridge) {
        const quint32 numbers = source.dword(busNumbers).value_or(0); // 7.5.1.3.3 and 7.5.1.3.4
        header.buses = BusRange{quint8(numbers >> 8), quint8(numbers >> 16)};
    }
    return header;
}

std::optional<ConfigLink> decodeLink(ConfigSource &source)
{
    return Decoder(source).link();
}

Reading<Capabilities> decodeCapabilities(ConfigSource &source)
{
    return Decoder(source).decode();
}

}
