// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/configspace.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::PcieType;
using core::Unread;

namespace
{
/// A config space built register by register.
class Space
{
public:
    explicit Space(qsizetype size)
        : m_bytes(size, '\0')
    {
    }

    Space &dword(int offset, quint32 value)
    {
        for (int i = 0; i < 4; ++i)
            m_bytes[offset + i] = char(value >> 8 * i);
        return *this;
    }

    /// The status bit and the pointer to the first capability.
    Space &withList(int first)
    {
        return dword(0x04, 0x00100000).dword(0x34, quint32(first));
    }

    QByteArray bytes() const
    {
        return m_bytes;
    }
    core::Reading<core::Capabilities> capabilities(qsizetype readable = 4096) const
    {
        core::ConfigBytes source(QByteArrayView(m_bytes).first(std::min(readable, m_bytes.size())));
        return core::decodeCapabilities(source);
    }
    std::optional<core::ConfigLink> link() const
    {
        core::ConfigBytes source(m_bytes);
        return core::decodeLink(source);
    }
    core::Reading<core::ConfigHeader> header() const
    {
        core::ConfigBytes source(m_bytes);
        return core::decodeHeader(source);
    }

private:
    QByteArray m_bytes;
};

constexpr quint32 expressEndpoint = 0x00020010; // last in the list

/// A PCIe endpoint, so that there is an extended list.
Space expressSpace()
{
    return Space(4096).withList(0x40).dword(0x40, expressEndpoint);
}
}

/// The decoder of config space.
class ConfigSpaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theHeaderHasMultifunctionAndBuses()
    {
        QVERIFY(!Space(64).header()->multifunction);
        QVERIFY(!Space(64).header()->buses);
        const auto bridge = Space(64).dword(0x0c, 0x00810000).dword(0x18, 0x00050302).header();
        QVERIFY(bridge->multifunction);
        QCOMPARE(bridge->buses, (core::BusRange{3, 5}));
        QVERIFY(!Space(128).dword(0x0c, 0x00020000).dword(0x18, 0x00050302).header()->buses); // CardBus
    }

    void theHeaderHasTheRevision()
    {
        QCOMPARE(Space(64).dword(0x08, 0x030000a1).header()->revision, 0xa1);
    }

    void linkRegistersHaveTheCurrentAndMaximumLink()
    {
        Space space = expressSpace().dword(0x4c, 0x00000103).dword(0x50, 0x00810000);
        QCOMPARE(space.link(), (core::ConfigLink{.now = {2500, 8}, .max = {8000, 16}}));
        space.dword(0x6c, 0x0000001e); // Supported Link Speeds up to 16 GT/s count for more than Link Capabilities
        QCOMPARE(space.link()->max, (core::LinkState{16000, 16}));
    }

    void anUnknownSpeedIsNoLinkState()
    {
        QCOMPARE(expressSpace().dword(0x50, 0x008f0000).link(), core::ConfigLink());
    }

    void endpointsOfTheRootComplexAndConventionalFunctionsHaveNoLink()
    {
        QVERIFY(!Space(4096).withList(0x40).dword(0x40, 0x00920010).dword(0x50, 0x00810000).link());
        QVERIFY(!Space(256).link());
        QVERIFY(!Space(64).withList(0x40).link());
    }

    void tooLittleIsMalformedAndAllOnesDoNotRespond()
    {
        for (const qsizetype size : {0, 1, 63})
            QCOMPARE(Space(size).header().why(), Unread::Malformed);
        core::ConfigBytes gone(QByteArrayView("\xff").first(0));
        QCOMPARE(core::decodeCapabilities(gone).why(), Unread::Malformed);
        const QByteArray ones(256, '\xff');
        core::ConfigBytes lost(ones);
        QCOMPARE(core::decodeHeader(lost).why(), Unread::NotResponding);
        QCOMPARE(core::decodeCapabilities(lost).why(), Unread::NotResponding);
    }

    void aPortWithASlotTellsWhetherItIsHotPlug()
    {
        constexpr quint32 rootPortWithSlot = 0x01420010; // PCI Express Capabilities: Slot Implemented, Root Port
        const auto hotPlug = [](quint32 head, quint32 slot) {
            return Space(4096).withList(0x40).dword(0x40, head).dword(0x54, slot).capabilities()->hotPlug;
        };
        QCOMPARE(hotPlug(rootPortWithSlot, 0x40), true);
        QCOMPARE(hotPlug(rootPortWithSlot, 0), false);
        QCOMPARE(hotPlug(rootPortWithSlot & ~0x01000000U, 0x40), std::nullopt);
        QCOMPARE(hotPlug(expressEndpoint, 0x40), std::nullopt);
    }

    void aVirtualFunctionMayHaveIdsOfAllOnes()
    {
        const auto found = Space(4096).withList(0x40).dword(0x00, 0xffffffff).dword(0x40, expressEndpoint).capabilities();
        QCOMPARE(found->pcieType, PcieType::Endpoint);
    }

    void withoutTheStatusBitThereAreNoCapabilities()
    {
        const auto found = Space(256).dword(0x34, 0x40).dword(0x40, expressEndpoint).capabilities();
        QVERIFY(found.known());
        QCOMPARE(*found, core::Capabilities());
    }

    void sixtyFourBytesNeedPermissionForTheList()
    {
        QCOMPARE(expressSpace().capabilities(64).why(), Unread::NeedsPermission);
        QVERIFY(Space(64).capabilities().known()); // its status bit denies a list
    }

    void standardCapabilitiesAreDecoded()
    {
        const auto found = Space(256)
                               .withList(0x40)
                               .dword(0x40, 0x00035001) // PM
                               .dword(0x44, 0x00000008) // No_Soft_Reset
                               .dword(0x50, 0x00426011) // MSI-X with 0x43 vectors
                               .dword(0x60, 0x0142ff10 & 0xffff00ff) // PCIe root port, last
                               .dword(0x64, 0x10000000) // FLR
                               .capabilities();
        QVERIFY(found.known());
        QVERIFY(found->powerManagement);
        QVERIFY(found->noSoftReset);
        QCOMPARE(found->msixVectors, 0x43);
        QCOMPARE(found->pcieType, PcieType::RootPort);
        QVERIFY(found->flr);
        QVERIFY(!found->ari);
        QVERIFY(!found->acs);
    }

    void advancedFeaturesOfConventionalPciIncludeFlr()
    {
        QVERIFY(Space(256).withList(0x40).dword(0x40, 0x03060013).capabilities()->flr);
        QVERIFY(!Space(256).withList(0x40).dword(0x40, 0x01060013).capabilities()->flr); // transactions pending only
    }

    void cardBusHasADifferentPointer()
    {
        const auto found = Space(256).dword(0x04, 0x00100000).dword(0x0c, 0x00020000).dword(0x14, 0xa0).dword(0xa0, 0x00010001).capabilities();
        QVERIFY(found->powerManagement);
    }

    void everyDefinedTypeIsKnownAndAReservedOneIsMalformed()
    {
        for (const int type : {0x0, 0x1, 0x4, 0x5, 0x6, 0x7, 0x8, 0x9, 0xa})
            QCOMPARE(int(*Space(256).withList(0x40).dword(0x40, quint32(type << 20 | 0x10)).capabilities()->pcieType), type);
        for (const int type : {0x2, 0x3, 0xb, 0xf})
            QCOMPARE(Space(256).withList(0x40).dword(0x40, quint32(type << 20 | 0x10)).capabilities().why(), Unread::Malformed);
    }

    void extendedCapabilitiesAreDecoded()
    {
        const auto found = expressSpace()
                               .dword(0x100, 0x1401000d) // ACS
                               .dword(0x104, 0x001d005f)
                               .dword(0x140, 0x1501000e) // ARI
                               .dword(0x150, 0x20010010) // SR-IOV
                               .dword(0x15c, 0x00100010)
                               .dword(0x160, 0x00000004)
                               .dword(0x200, 0x00010015) // resizable BAR, two of them
                               .dword(0x204, 0x0007f000)
                               .dword(0x208, 0x00000840)
                               .dword(0x20c, 0xfffffff0)
                               .dword(0x210, 0x00031f02)
                               .capabilities();
        QVERIFY(found.known());
        QCOMPARE(found->acs, (core::Acs{0x5f, 0x1d}));
        QVERIFY(found->ari);
        QCOMPARE(found->sriov, (core::Sriov{16, 4}));
        QCOMPARE(found->resizableBars,
                 (QList{core::ResizableBar{.index = 0, .sizes = 0x7f00, .current = 8}, core::ResizableBar{.index = 2, .sizes = 0x3fffffff, .current = 0x1f}}));
    }

    void aConventionalFunctionHasNoExtendedList()
    {
        const auto found = Space(4096).withList(0x40).dword(0x40, 0x00030001).dword(0x100, 0x0001000d).dword(0x104, 0x5f).capabilities();
        QVERIFY(found.known());
        QVERIFY(!found->acs);
    }

    void a256ByteSpaceHasNoExtendedCapabilities()
    {
        const auto found = expressSpace().dword(0x100, 0x0001000d).capabilities(256);
        QCOMPARE(found->pcieType, PcieType::Endpoint);
        QVERIFY(!found->acs);
    }

    void loopsEnd()
    {
        const auto standard = Space(256).withList(0x40).dword(0x40, 0x00025010).dword(0x50, 0x00034001).capabilities();
        QVERIFY(standard->pcieType && standard->powerManagement);
        QVERIFY(Space(256).withList(0x40).dword(0x40, 0x00034001).capabilities()->powerManagement); // its own successor
        const auto extended = expressSpace().dword(0x100, 0x1401000e).dword(0x140, 0x1001000d).dword(0x144, 0x5f).capabilities();
        QVERIFY(extended->ari && extended->acs);
    }

    void theFirstOfDuplicatesCounts()
    {
        const auto found = expressSpace().dword(0x100, 0x1401000d).dword(0x104, 0x0001).dword(0x140, 0x0001000d).dword(0x144, 0x0002).capabilities();
        QCOMPARE(found->acs->capability, 1);
    }

    void pointersIntoTheHeaderEndTheList()
    {
        QCOMPARE(*Space(256).withList(0x10).dword(0x10, 0x00000001).capabilities(), core::Capabilities());
        QVERIFY(expressSpace().dword(0x100, 0x0801000e).capabilities()->ari);
    }

    void aListIsNotReadBeyondTheEnd()
    {
        for (qsizetype size = 64; size <= 4096; size += size < 512 ? 1 : 97) {
            Space space(4096);
            space.withList(0xfc).dword(0xfc, expressEndpoint).dword(0x100, 0xffc10015).dword(0xffc, 0x0001000d);
            const auto found = space.capabilities(size);
            QVERIFY(found.known() || found.why() == Unread::NeedsPermission);
        }
    }

    void reservedBitsOfPointersAreIgnored()
    {
        QVERIFY(Space(256).withList(0x43).dword(0x40, 0x00030001).capabilities()->powerManagement);
    }
};

TURNOUT_TEST(ConfigSpaceTest)

#include "configspacetest.moc"
