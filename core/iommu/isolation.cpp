// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "isolation.h"

#include "core/pci/pciclass.h"

#include <QSet>

#include <optional>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr quint16 amd = 0x1022;
constexpr quint16 ati = 0x1002;
constexpr quint16 intel = 0x8086;
constexpr quint16 wangxun = 0x8088;
constexpr quint16 zhaoxin = 0x1d17;

bool within(quint16 value, quint16 first, quint16 last)
{
    return first <= value && value <= last;
}

quint32 id(quint16 vendor, quint16 device)
{
    return quint32(vendor) << 16 | device;
}

quint32 id(const Function &function)
{
    return id(function.vendor, function.device);
}

std::optional<PcieType> pcieType(const Function &function)
{
    return function.capabilities ? function.capabilities->pcieType : std::nullopt;
}

/// pci_quirk_mf_endpoint_acs: multifunction adapters whose vendor guarantees that their functions are isolated.
bool hasVendorGuarantee(const Function &function)
{
    static const QSet<quint32> ids = [] {
        QSet<quint32> made = {id(0x10df, 0x0720), id(0x19a2, 0x0710)}; // Emulex
        const auto add = [&made](quint16 vendor, std::initializer_list<quint16> devices) {
            for (const quint16 device : devices)
                made.insert(id(vendor, device));
        };
        add(intel, {0x105e, 0x105f, 0x1060, 0x10a7, 0x10a9, 0x10c6, 0x10c9, 0x10d6, 0x10d9, 0x10db, 0x10dd, 0x10e1, 0x10e6, 0x10e7, 0x10e8, 0x10f1,
                    0x10f7, 0x10f8, 0x10f9, 0x10fa, 0x10fb, 0x10fc, 0x1507, 0x1509, 0x150a, 0x150d, 0x150e, 0x150f, 0x1510, 0x1511, 0x1514, 0x1516,
                    0x1518, 0x151c, 0x1521, 0x1522, 0x1523, 0x1524, 0x1526, 0x1527, 0x1529, 0x152a, 0x154d, 0x154f, 0x1551, 0x1558, 0x15b7, 0x15b8});
        add(0x14e4, {0x16d7, 0x1750, 0x1751, 0x1752, 0x1760, 0x1761, 0x1762, 0x1763}); // Broadcom
        add(0x1924, {0x0903, 0x0923, 0x0a03}); // Solarflare
        add(zhaoxin, {0x3038, 0x3104, 0x9083});
        return made;
    }();
    return ids.contains(id(function));
}

/// Root ports of Intel chipsets that isolate without a standard ACS capability:
/// pci_quirk_intel_pch_acs (no capability; the kernel sets chipset registers instead) and
/// pci_quirk_intel_spt_pch_acs (the control register sits at another offset, so the standard one reads 0).
/// The kernel enables both whenever it uses an IOMMU, so the ID alone decides.
bool isIsolatingIntelPort(const Function &function)
{
    const quint16 device = function.device;
    if (function.vendor != intel || !isBridge(function))
        return false;
    const bool evenOnly = within(device, 0x8c90, 0x8c9e) || within(device, 0x1d10, 0x1d1e);
    return within(device, 0x3b42, 0x3b51) // Ibex Peak
        || within(device, 0x1c10, 0x1c1f) // Cougar Point
        || within(device, 0x1e10, 0x1e1f) // Panther Point
        || within(device, 0x8c10, 0x8c1f) // Lynx Point-H
        || within(device, 0x9c10, 0x9c1b) // Lynx Point-LP
        || within(device, 0x9c90, 0x9c9b) // Wildcat Point
        || within(device, 0x8d10, 0x8d1e) // Wellsburg
        || (evenOnly && device % 2 == 0) // Lynx Point, Patsburg
        || within(device, 0xa110, 0xa11f) || within(device, 0xa167, 0xa16a) // Sunrise Point
        || within(device, 0xa290, 0xa29f) || within(device, 0xa2e7, 0xa2ee) // Union Point
        || within(device, 0x9d10, 0x9d1b); // 7th and 8th generation mobile
}

/// pci_quirk_amd_sb_acs: functions of AMD south bridges are isolated when the machine has an AMD IOMMU.
bool isAmdSouthBridge(const Snapshot &snapshot, const Function &function)
{
    static const QSet<quint32> ids =
        {id(ati, 0x4383), id(ati, 0x4384), id(ati, 0x4385), id(ati, 0x4399), id(ati, 0x439c), id(ati, 0x439d), id(amd, 0x7809), id(amd, 0x780f)};
    return snapshot.machine.iommu == IommuKind::AmdVi && !function.parent && ids.contains(id(function)) && isMultifunction(snapshot, function);
}

bool isIsolatingWangxun(quint16 device)
{
    static const QSet<quint16> ids = {0x1001, 0x2001, 0x5010, 0x5025, 0x5040, 0x5110, 0x5125, 0x5140};
    return within(device, 0x0100, 0x010f) || ids.contains(device);
}

bool isIsolatingZhaoxinPort(quint16 device)
{
    return within(device, 0x0710, 0x071e) || device == 0x0721 || within(device, 0x0723, 0x0752);
}

/// drivers/pci/quirks.c, which takes precedence over capabilities.
std::optional<bool> byQuirk(const Snapshot &snapshot, const Function &function)
{
    if (hasVendorGuarantee(function) || isIsolatingIntelPort(function) || isAmdSouthBridge(snapshot, function))
        return true;
    const auto type = pcieType(function);
    // pci_quirk_rciep_acs: VT-d 3.1, 3.16 restricts peer-to-peer of root complex endpoints to translated addresses.
    if (function.vendor == intel && type == PcieType::RootComplexEndpoint)
        return true;
    if (function.vendor == zhaoxin && (type == PcieType::RootPort || type == PcieType::DownstreamPort))
        return isIsolatingZhaoxinPort(function.device);
    if (function.vendor == wangxun)
        return isIsolatingWangxun(function.device);
    return std::nullopt;
}

Isolation byAcs(const Capabilities &capabilities)
{
    return capabilities.acs && missingAcs(*capabilities.acs) == 0 ? Isolation::Isolates : Isolation::DoesNot;
}

Isolation byCapabilities(const Snapshot &snapshot, const Function &function)
{
    const Capabilities &capabilities = *function.capabilities;
    if (!capabilities.pcieType)
        return Isolation::DoesNot; // conventional PCI: a shared bus
    switch (*capabilities.pcieType) {
    case PcieType::PcieToPciBridge:
    case PcieType::PciToPcieBridge:
    case PcieType::RootComplexEventCollector:
        return Isolation::DoesNot;
    case PcieType::RootPort:
    case PcieType::DownstreamPort:
        return byAcs(capabilities);
    case PcieType::Endpoint:
    case PcieType::LegacyEndpoint:
    case PcieType::UpstreamPort:
    case PcieType::RootComplexEndpoint:
        return isMultifunction(snapshot, function) ? byAcs(capabilities) : Isolation::Isolates;
    }
    return Isolation::Unknown; // a type the specification does not define
}

/// The function number that a quirk forces into the requester ID.
std::optional<quint8> fixedRequester(const Function &function)
{
    static const QSet<quint32> sendAsFunction0 = {id(0x1180, 0xe476),
                                                  id(0x1180, 0xe832), // Ricoh
                                                  id(0x6766, 0x3d40),
                                                  id(0x6766, 0x3d41)}; // Glenfly
    static const QSet<quint32> sendAsFunction1 = {id(0x1b4b, 0x9120),
                                                  id(0x1b4b, 0x9123),
                                                  id(0x1b4b, 0x9125),
                                                  id(0x1b4b, 0x9128),
                                                  id(0x1b4b, 0x9130),
                                                  id(0x1b4b, 0x9170),
                                                  id(0x1b4b, 0x9172),
                                                  id(0x1b4b, 0x917a),
                                                  id(0x1b4b, 0x9182),
                                                  id(0x1b4b, 0x9183),
                                                  id(0x1b4b, 0x91a0),
                                                  id(0x1b4b, 0x9215),
                                                  id(0x1b4b, 0x9220),
                                                  id(0x1b4b, 0x9230),
                                                  id(0x1b4b, 0x9235), // Marvell
                                                  id(0x1103, 0x0642),
                                                  id(0x1103, 0x0645), // HighPoint
                                                  id(0x197b, 0x2392),
                                                  id(0x1c28, 0x0122)}; // JMicron, Plextor
    if (sendAsFunction0.contains(id(function)))
        return 0;
    if (sendAsFunction1.contains(id(function)))
        return 1;
    return std::nullopt;
}

/// The VMD controller of a domain: its driver numbers domains in the order in which it probes controllers.
const Function *vmdController(const Snapshot &snapshot, quint32 domain)
{
    QList<quint32> domains;
    QList<const Function *> controllers;
    for (const Function &function : snapshot.functions) {
        // Functions are in address order, so those of a domain are adjacent.
        if (isBehindVmd(function) && (domains.isEmpty() || domains.last() != function.address.domain))
            domains.append(function.address.domain);
        if (function.driver && *function.driver == "vmd"_L1)
            controllers.append(&function);
    }
    return domains.size() == controllers.size() ? controllers.value(domains.indexOf(domain)) : nullptr;
}
}

quint16 missingAcs(const Acs &acs)
{
    return requiredAcs & acs.capability & ~acs.control;
}

Isolation isolation(const Snapshot &snapshot, const Function &function)
{
    if (const auto known = byQuirk(snapshot, function))
        return *known ? Isolation::Isolates : Isolation::DoesNot;
    return function.capabilities ? byCapabilities(snapshot, function) : Isolation::Unknown;
}

bool isMultifunction(const Snapshot &snapshot, const Function &function)
{
    if (function.physicalFunction)
        return false;
    if (function.address.function > 0)
        return true;
    return function.multifunction ? *function.multifunction : snapshot.slotOf(function.address).size() > 1;
}

bool takesOverRequesterId(const Function &bridge)
{
    if (!isBridge(bridge) || !bridge.capabilities)
        return false;
    const auto type = pcieType(bridge);
    return !type || type == PcieType::PcieToPciBridge || type == PcieType::PciToPcieBridge;
}

QList<const Function *> dmaAliases(const Snapshot &snapshot, const Function &function)
{
    QList<const Function *> found;
    if (const auto requester = fixedRequester(function); requester && *requester != function.address.function) {
        PciAddress alias = function.address;
        alias.function = *requester;
        if (const Function *present = snapshot.function(alias))
            found.append(present);
    }
    if (isBehindVmd(function)) {
        if (const Function *controller = vmdController(snapshot, function.address.domain))
            found.append(controller);
    }
    return found;
}

bool isBehindVmd(const Function &function)
{
    return function.address.domain > 0xffff;
}

}
