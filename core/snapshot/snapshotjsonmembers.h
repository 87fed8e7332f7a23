// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "devicejsonmembers.h"
#include "snapshot.h"

#include <utility>

/// The JSON of a snapshot: one list of members for each value, which writer and reader share. docs/snapshot.schema.json
/// publishes the same.
///
/// One rule for what is left out: an empty text, an empty list, an optional value that is not there, and a Reading
/// that is Absent. Everything else is always written; a Reading unknown for another reason is {"unread": reason}.
namespace core::json
{

/// Member of a Reading's object when its value is not known.
inline constexpr char unreadMember[] = "unread";
inline constexpr char versionMember[] = "turnout";

/// JSON numbers are exact in every program up to this one (RFC 8259, section 6).
inline constexpr quint64 maximumExactNumber = (1ULL << 53) - 1;

/// Exactly `digits` hex digits in a string, as lspci shows IDs.
template<int digits, typename T>
struct Hex {
    T &value;
};
template<int digits, typename T>
Hex<digits, T> hex(T &value)
{
    return {value};
}

/// A 64-bit address or bit mask: a string of "0x" and hex digits, as a JSON number would lose low bits.
template<typename T>
struct Hex64 {
    T &value;
};
template<typename T>
Hex64<T> hex64(T &value)
{
    return {value};
}

/// The word of each enumerator.
template<typename Enum>
struct Keyword {
    Enum value;
    const char *text;
};
template<typename Enum>
inline constexpr Keyword<Enum> keywords[] = {};
template<>
inline constexpr Keyword<Unread> keywords<Unread>[] = {
    {Unread::NeedsPermission, "needs-permission"},
    {Unread::Suspended, "suspended"},
    {Unread::Vanished, "vanished"},
    {Unread::Malformed, "malformed"},
    {Unread::Busy, "busy"},
    {Unread::NotResponding, "not-responding"},
};
template<>
inline constexpr Keyword<Bar::Kind> keywords<Bar::Kind>[] = {
    {Bar::Kind::Io, "io"},
    {Bar::Kind::Memory32, "memory32"},
    {Bar::Kind::Memory64, "memory64"},
};
template<>
inline constexpr Keyword<PcieType> keywords<PcieType>[] = {
    {PcieType::Endpoint, "endpoint"},
    {PcieType::LegacyEndpoint, "legacy-endpoint"},
    {PcieType::RootPort, "root-port"},
    {PcieType::UpstreamPort, "upstream-port"},
    {PcieType::DownstreamPort, "downstream-port"},
    {PcieType::PcieToPciBridge, "pcie-to-pci-bridge"},
    {PcieType::PciToPcieBridge, "pci-to-pcie-bridge"},
    {PcieType::RootComplexEndpoint, "root-complex-endpoint"},
    {PcieType::RootComplexEventCollector, "root-complex-event-collector"},
};
template<>
inline constexpr Keyword<RuntimeStatus> keywords<RuntimeStatus>[] = {
    {RuntimeStatus::Active, "active"},
    {RuntimeStatus::Suspended, "suspended"},
    {RuntimeStatus::Suspending, "suspending"},
    {RuntimeStatus::Resuming, "resuming"},
    {RuntimeStatus::Error, "error"},
    {RuntimeStatus::Unsupported, "unsupported"},
};
template<>
inline constexpr Keyword<UsbInput::Kind> keywords<UsbInput::Kind>[] = {
    {UsbInput::Kind::Keyboard, "keyboard"},
    {UsbInput::Kind::Mouse, "mouse"},
    {UsbInput::Kind::Other, "other"},
};

// The visitor is called with each member's name and value, which is wrapped where its type does not tell its form.

void members(auto &visit, Is<Bar> auto &bar)
{
    visit("index", upTo<5>(bar.index));
    visit("kind", bar.kind);
    visit("prefetchable", bar.prefetchable);
    visit("address", hex64(bar.address));
    visit("size", bar.size);
}

void members(auto &visit, Is<LinkState> auto &link)
{
    visit("speed", link.speed);
    visit("width", link.width);
}

void members(auto &visit, Is<Acs> auto &acs)
{
    visit("capability", hex<4>(acs.capability));
    visit("control", hex<4>(acs.control));
}

void members(auto &visit, Is<Sriov> auto &sriov)
{
    visit("totalVfs", sriov.totalVfs);
    visit("numVfs", sriov.numVfs);
}

void members(auto &visit, Is<ResizableBar> auto &bar)
{
    visit("index", upTo<7>(bar.index));
    visit("sizes", hex64(bar.sizes));
    visit("current", upTo<63>(bar.current));
}

void members(auto &visit, Is<Capabilities> auto &capabilities)
{
    visit("pcieType", capabilities.pcieType);
    visit("acs", capabilities.acs);
    visit("powerManagement", capabilities.powerManagement);
    visit("noSoftReset", capabilities.noSoftReset);
    visit("flr", capabilities.flr);
    visit("ari", capabilities.ari);
    visit("sriov", capabilities.sriov);
    visit("resizableBars", capabilities.resizableBars);
    visit("msixVectors", capabilities.msixVectors);
    visit("hotPlug", capabilities.hotPlug);
}

void members(auto &visit, Is<RuntimePm> auto &runtimePm)
{
    visit("status", runtimePm.status);
    visit("automatic", runtimePm.automatic);
    visit("activeMs", runtimePm.activeMs);
    visit("suspendedMs", runtimePm.suspendedMs);
}

void members(auto &visit, Is<BusRange> auto &buses)
{
    visit("secondary", hex<2>(buses.secondary));
    visit("subordinate", hex<2>(buses.subordinate));
}

void members(auto &visit, Is<VfioCandidate> auto &candidate)
{
    visit("module", candidate.module);
    visit("wildcards", candidate.wildcards);
}

void members(auto &visit, Is<TurnoutDriver> auto &driver)
{
    visit("vgaAccess", driver.vgaAccess);
    visit("idleState", driver.idleState);
    visit("inUse", driver.inUse);
    visit("openCount", driver.openCount);
    visit("requestCount", driver.requestCount);
    visit("suspendCount", driver.suspendCount);
    visit("wakeCount", driver.wakeCount);
    visit("suspendedMs", driver.suspendedMs);
    visit("wakeFailures", driver.wakeFailures);
    visit("opregion", driver.opregion);
}

void members(auto &visit, Is<HostDriverState> auto &state)
{
    visit("driver", state.driver);
    visit("driverOverride", state.driverOverride);
    visit("automatic", state.automatic);
    visit("d3coldAllowed", state.d3coldAllowed);
}

void members(auto &visit, Is<Function> auto &function)
{
    visit("address", function.address);
    visit("parent", function.parent);
    visit("class", hex<6>(function.classCode));
    visit("vendor", hex<4>(function.vendor));
    visit("device", hex<4>(function.device));
    visit("subVendor", hex<4>(function.subVendor));
    visit("subDevice", hex<4>(function.subDevice));
    visit("revision", hex<2>(function.revision));
    visit("vendorName", function.vendorName);
    visit("deviceName", function.deviceName);
    visit("subsystemName", function.subsystemName);
    visit("className", function.className);
    visit("driver", function.driver);
    visit("driverOverride", function.driverOverride);
    visit("moduleCandidates", function.moduleCandidates);
    visit("modalias", function.modalias);
    visit("vfioCandidates", function.vfioCandidates);
    visit("hostDriver", function.hostDriver);
    visit("turnoutDriver", function.turnoutDriver);
    visit("group", function.group);
    visit("numaNode", function.numaNode);
    visit("bars", function.bars);
    visit("rom", function.rom);
    visit("bootVga", function.bootVga);
    visit("resetMethods", function.resetMethods);
    visit("powerState", function.powerState);
    visit("runtimePm", function.runtimePm);
    visit("d3coldAllowed", function.d3coldAllowed);
    visit("removable", function.removable);
    visit("linkNow", function.linkNow);
    visit("linkMax", function.linkMax);
    visit("buses", function.buses);
    visit("multifunction", function.multifunction);
    visit("capabilities", function.capabilities);
    visit("sriov", function.sriov);
    visit("physicalFunction", function.physicalFunction);
    visit("suppliers", function.suppliers);
    visit("drmNodes", function.drmNodes);
    visit("connectors", function.connectors);
    visit("framebuffers", function.framebuffers);
    visit("firmwareFramebuffer", function.firmwareFramebuffer);
    visit("soundCards", function.soundCards);
    visit("networkInterfaces", function.networkInterfaces);
    visit("blockDevices", function.blockDevices);
    visit("usbBuses", function.usbBuses);
    visit("deviceNodes", function.deviceNodes);
    visit("vfioDevice", function.vfioDevice);
    visit("mediatedDevices", function.mediatedDevices);
    visit("holders", function.holders);
}

void members(auto &visit, Is<ReservedRegion> auto &region)
{
    visit("first", hex64(region.first));
    visit("last", hex64(region.last));
    visit("type", region.type);
}

void members(auto &visit, Is<Group> auto &group)
{
    visit("id", group.id);
    visit("type", group.type);
    visit("members", group.members);
    visit("reservedRegions", group.reservedRegions);
}

/// Whether a member of this type may be left out, and is when it has its default value.
template<typename T>
inline constexpr bool isOptional = false;
template<>
inline constexpr bool isOptional<QString> = true;
template<>
inline constexpr bool isOptional<RuntimePm> = true;
template<typename T>
inline constexpr bool isOptional<QList<T>> = true;
template<typename T>
inline constexpr bool isOptional<std::optional<T>> = true;
template<typename T>
inline constexpr bool isOptional<Reading<T>> = true;

}
