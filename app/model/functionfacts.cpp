// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionfacts.h"

#include "app/text/devicetext.h"
#include "app/text/format.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
/// Collects the facts of one section.
class Section
{
public:
    explicit Section(const QString &title)
        : m_section{title, {}}
    {
    }

    /// Left out where `text` is empty.
    Section &text(const QString &label, const QString &text)
    {
        if (!text.isEmpty())
            m_section.facts.append({label, text, false});
        return *this;
    }

    /// A value that every function could have: its absence is a fact too.
    template<typename T, typename Format>
    Section &value(const QString &label, const core::Reading<T> &reading, Format format)
    {
        if (reading.known())
            return text(label, format(*reading));
        m_section.facts.append({label, unreadText(reading.why()), reading.why() != core::Unread::Absent});
        return *this;
    }

    /// A value that only some functions have: left out where this one has none.
    template<typename T, typename Format>
    Section &optionalValue(const QString &label, const core::Reading<T> &reading, Format format)
    {
        return !reading.known() && reading.why() == core::Unread::Absent ? *this : value(label, reading, format);
    }

    Section &unknown(const QString &label, const QString &why)
    {
        m_section.facts.append({label, why, true});
        return *this;
    }

    FactSection take()
    {
        return std::move(m_section);
    }

private:
    FactSection m_section;
};

QString asIs(const QString &text)
{
    return text;
}

QString none()
{
    return i18nc("@info a value that is not there", "none");
}

QString listText(const QStringList &words)
{
    return words.isEmpty() ? none() : words.join(u", "_s);
}

QString yesNo(bool yes)
{
    return yes ? i18nc("@info", "yes") : i18nc("@info", "no");
}

QString hex2(quint8 number)
{
    return u"%1"_s.arg(number, 2, 16, QLatin1Char('0'));
}

QString busesText(const core::BusRange &buses)
{
    return buses.secondary == buses.subordinate ? hex2(buses.secondary)
                                                : i18nc("@info a range of buses", "%1 to %2", hex2(buses.secondary), hex2(buses.subordinate));
}

/// In lspci's letters: SV TB RR CR UF EC DT.
QString acsBitsText(quint16 bits)
{
    using Bit = core::Acs::Bit;
    constexpr std::pair<Bit, const char *> letters[] = {{Bit::SourceValidation, "SV"},
                                                        {Bit::TranslationBlocking, "TB"},
                                                        {Bit::RequestRedirect, "RR"},
                                                        {Bit::CompletionRedirect, "CR"},
                                                        {Bit::UpstreamForwarding, "UF"},
                                                        {Bit::EgressControl, "EC"},
                                                        {Bit::DirectTranslated, "DT"}};
    QStringList set;
    for (const auto &[bit, word] : letters) {
        if (bits & bit)
            set.append(QLatin1StringView(word));
    }
    return set.isEmpty() ? none() : set.join(u' ');
}

QString acsText(const core::Capabilities &capabilities)
{
    if (!capabilities.acs)
        return i18nc("@info a PCIe capability", "not supported");
    // What the kernel requires of a port before it takes it for isolating (REQ_ACS_FLAGS in drivers/iommu/iommu.c).
    constexpr quint16 isolating = core::Acs::SourceValidation | core::Acs::RequestRedirect | core::Acs::CompletionRedirect | core::Acs::UpstreamForwarding;
    const auto [capability, control] = *capabilities.acs;
    const quint16 required = capability & isolating;
    if (required == 0)
        return i18nc("@info Access Control Services", "supported, with nothing to enable");
    const QString state = (control & required) == required ? i18nc("@info Access Control Services", "on")
        : control == 0                                     ? i18nc("@info Access Control Services", "off")
                                                           : i18nc("@info Access Control Services", "partly on");
    return i18nc("@info state of ACS, then two lists of ACS bits", "%1 (supports %2; enabled: %3)", state, acsBitsText(capability), acsBitsText(control));
}

FactSection location(const core::Snapshot &snapshot, const core::Function &function)
{
    Section section(i18nc("@title:group", "Location and isolation"));
    if (const core::Function *parent = function.parent ? snapshot.function(*function.parent) : nullptr)
        section.text(i18nc("@label", "Upstream bridge"), parent->address.toShortString() + u' ' + core::displayName(*parent));
    else
        section.text(i18nc("@label", "Upstream bridge"),
                     i18nc("@info %1 is a root bus, such as “Root bus 00”", "none (%1)", rootBusName(function.address.domain, function.address.bus)));
    section.optionalValue(i18nc("@label", "Buses below"), function.buses, busesText);

    section.text(i18nc("@label", "IOMMU group"), function.group ? QString::number(core::number(*function.group)) : none());
    if (const core::Group *group = function.group ? snapshot.group(*function.group) : nullptr) {
        QList<core::PciAddress> others = group->members;
        others.removeAll(function.address);
        section.text(i18nc("@label", "Shared with"), others.isEmpty() ? i18nc("@info an IOMMU group is shared with", "nothing") : addressesText(others))
            .optionalValue(i18nc("@label of an IOMMU group", "DMA domain"), group->type, asIs);
    }
    section.optionalValue(i18nc("@label of a device", "Can be unplugged"), function.removable, [](const QString &removable) {
        return yesNo(removable == "removable"_L1);
    });
    section.value(i18nc("@label", "PCIe type"), function.capabilities, [](const core::Capabilities &capabilities) {
        return pcieTypeText(capabilities.pcieType);
    });
    if (function.capabilities && function.capabilities->pcieType)
        section.text(i18nc("@label Access Control Services", "ACS"), acsText(*function.capabilities));
    if (function.physicalFunction)
        section.text(i18nc("@label", "Virtual function of"), function.physicalFunction->toShortString());
    return section.take();
}

QString holdersText(const core::Holders &holders)
{
    QStringList users;
    for (const core::Holder &holder : holders.processes)
        users.append(i18nc("@info command, process id, device file", "%1 (%2) on %3", holder.command, QString::number(holder.pid), holder.node));
    if (!holders.complete)
        users.append(i18nc("@info", "processes of other users are visible to root only"));
    return users.isEmpty() ? i18nc("@info a device is used by", "nothing") : users.join(u", "_s);
}

FactSection driver(const core::Function &function)
{
    Section section(i18nc("@title:group", "Driver"));
    section.value(i18nc("@label", "Driver"), function.driver, asIs)
        .optionalValue(i18nc("@label driver_override", "Driver override"), function.driverOverride, asIs)
        .text(i18nc("@label", "Kernel modules"), listText(function.moduleCandidates))
        .optionalValue(i18nc("@label", "Used by"), function.holders, holdersText);
    return section.take();
}

FactSection power(const core::Snapshot &snapshot, const core::Function &function)
{
    Section section(i18nc("@title:group", "Power and reset"));
    if (function.powerState.known() || function.powerState.why() == core::Unread::Absent)
        section.text(i18nc("@label", "Power state"), powerText(function));
    else
        section.value(i18nc("@label", "Power state"), function.powerState, asIs);
    section.optionalValue(i18nc("@label runtime power management", "Runtime PM"), function.runtimePm.status, runtimeStatusText)
        .optionalValue(i18nc("@label power/control", "Suspends when idle"), function.runtimePm.automatic, yesNo)
        .optionalValue(i18nc("@label", "D3cold allowed"), function.d3coldAllowed, yesNo)
        .optionalValue(i18nc("@label", "Active for"), function.runtimePm.activeMs, durationText)
        .optionalValue(i18nc("@label", "Suspended for"), function.runtimePm.suspendedMs, durationText);
    if (function.resetMethods || function.resetMethods.why() != core::Unread::Absent || snapshot.hasResetMethods())
        section.value(i18nc("@label", "Reset methods"), function.resetMethods, listText);
    else
        section.unknown(i18nc("@label", "Reset methods"), notReportedText());
    if (function.capabilities)
        section.text(i18nc("@label Function Level Reset", "FLR"),
                     function.capabilities->flr ? i18nc("@info a PCIe capability", "supported") : i18nc("@info a PCIe capability", "not supported"));
    return section.take();
}

QString barKindText(const core::Bar &bar)
{
    switch (bar.kind) {
    case core::Bar::Kind::Io:
        return i18nc("@info kind of PCI region", "I/O ports");
    case core::Bar::Kind::Memory32:
        return bar.prefetchable ? i18nc("@info kind of PCI region", "32-bit prefetchable memory") : i18nc("@info kind of PCI region", "32-bit memory");
    case core::Bar::Kind::Memory64:
        return bar.prefetchable ? i18nc("@info kind of PCI region", "64-bit prefetchable memory") : i18nc("@info kind of PCI region", "64-bit memory");
    }
    Q_UNREACHABLE_RETURN({});
}

QString barText(const core::Bar &bar)
{
    const QString text = i18nc("@info size of kind", "%1 of %2", sizeText(bar.size), barKindText(bar));
    return bar.address == 0 ? text : i18nc("@info a PCI region, its address", "%1 at %2", text, "0x"_L1 + QString::number(bar.address, 16));
}

/// The size that bit `bit` of a Resizable BAR stands for (PCIe 6.0, 7.8.6).
QString resizableText(int bit)
{
    return sizeText(1ULL << (20 + std::clamp(bit, 0, 42)));
}

FactSection linkAndMemory(const core::Function &function)
{
    Section section(i18nc("@title:group", "Link and memory"));
    section.optionalValue(i18nc("@label PCIe link", "Current link"), function.linkNow, linkText)
        .optionalValue(i18nc("@label PCIe link", "Maximum link"), function.linkMax, linkText);
    for (const core::Bar &bar : function.bars)
        section.text(i18nc("@label base address register", "BAR %1", bar.index), barText(bar));
    if (function.rom)
        section.text(i18nc("@label", "Expansion ROM"), sizeText(*function.rom));
    if (!function.capabilities)
        return section.take();
    for (const core::ResizableBar &bar : function.capabilities->resizableBars)
        section.text(i18nc("@label", "BAR %1 resizable", bar.index),
                     i18nc("@info sizes of a BAR",
                           "up to %1, currently %2",
                           resizableText(static_cast<int>(std::bit_width(bar.sizes)) - 1),
                           resizableText(bar.current)));
    if (function.capabilities->msixVectors)
        section.text(i18nc("@label", "MSI-X"), i18ncp("@info", "%1 vector", "%1 vectors", *function.capabilities->msixVectors));
    return section.take();
}

QString connectorText(const core::Connector &connector)
{
    return connector.enabled ? i18nc("@info connector (state)", "%1 (%2, in use)", connector.name, connector.status)
                             : i18nc("@info connector (state)", "%1 (%2)", connector.name, connector.status);
}

QString networkText(const core::NetworkInterface &network)
{
    return network.up ? i18nc("@info network interface", "%1 (up)", network.name) : i18nc("@info network interface", "%1 (down)", network.name);
}

QString diskUseText(const core::BlockDevice &disk)
{
    if (!disk.mounts.known() && disk.mounts.why() != core::Unread::Absent)
        return i18nc("@info use of a disk", "mount points unknown");
    if (const QString points = disk.mounts.valueOr({}).join(u", "_s); !points.isEmpty())
        return i18nc("@info use of a disk, %1 is a list of paths", "mounted on %1", points);
    const bool isUsed = disk.swap || !disk.uses.isEmpty() || !disk.possibleUses.isEmpty();
    return isUsed ? QString() : i18nc("@info use of a disk", "not in use");
}

QString diskText(const core::BlockDevice &disk)
{
    QStringList parts{i18nc("@info disk (size)", "%1 (%2)", disk.name, sizeText(disk.size)), diskUseText(disk)};
    if (disk.swap)
        parts.append(i18nc("@info use of a disk", "used as swap"));
    if (!disk.uses.isEmpty())
        parts.append(i18nc("@info use of a disk, %1 is a list of pools, arrays and volumes", "part of %1", disk.uses.join(u", "_s)));
    if (!disk.possibleUses.isEmpty())
        parts.append(i18nc("@info use of a disk, %1 is a list of pools", "perhaps part of %1", disk.possibleUses.join(u", "_s)));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

QString mediatedDeviceText(const core::MediatedDevice &device)
{
    QStringList parts{device.uuid, device.type};
    if (device.group)
        parts.append(i18nc("@info", "IOMMU group %1", QString::number(core::number(*device.group))));
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

FactSection attached(const core::Function &function)
{
    Section section(i18nc("@title:group", "Attached devices"));
    for (const core::Connector &connector : function.connectors)
        section.text(i18nc("@label", "Connector"), connectorText(connector));
    section.text(i18nc("@label", "DRM nodes"), function.drmNodes.join(u", "_s))
        .text(i18nc("@label", "Framebuffer"), function.framebuffers.join(u", "_s))
        .text(i18nc("@label", "Sound card"), function.soundCards.join(u", "_s))
        .text(i18nc("@label files below /dev", "Other device nodes"), function.deviceNodes.join(u", "_s))
        .text(i18nc("@label name below /dev/vfio/devices", "VFIO device"), function.vfioDevice);
    for (const core::MediatedDevice &device : function.mediatedDevices)
        section.text(i18nc("@label a share of a GPU", "Mediated device"), mediatedDeviceText(device));
    for (const core::NetworkInterface &network : function.networkInterfaces)
        section.text(i18nc("@label", "Network"), networkText(network));
    for (const core::BlockDevice &disk : function.blockDevices)
        section.text(i18nc("@label", "Disk"), diskText(disk));
    for (const core::UsbBus &bus : function.usbBuses)
        section.text(i18nc("@label", "USB bus %1", bus.number), bus.devices.isEmpty() ? i18nc("@info USB bus", "no devices") : bus.devices.join(u", "_s));
    section.optionalValue(i18nc("@label", "SR-IOV"), function.sriov, [](const core::Sriov &sriov) {
        return i18nc("@info", "%1 of %2 virtual functions enabled", sriov.numVfs, sriov.totalVfs);
    });
    section.text(i18nc("@label functions that must be active while this one is", "Depends on"),
                 function.suppliers.isEmpty() ? QString() : addressesText(function.suppliers));
    return section.take();
}

FactSection identity(const core::Function &function)
{
    Section section(i18nc("@title:group", "Identity"));
    const QString classCode = u"%1"_s.arg(function.classCode, 6, 16, QLatin1Char('0'));
    section.text(i18nc("@label", "Address"), function.address.toString())
        .text(i18nc("@label", "Class"),
              function.className.isEmpty() ? classCode : i18nc("@info class name (class code)", "%1 (%2)", function.className, classCode))
        .text(i18nc("@label", "Vendor"), function.vendorName)
        .text(i18nc("@label", "Device"), function.deviceName)
        .text(i18nc("@label", "IDs"), idText(function.vendor, function.device));
    if (function.subVendor != 0 || function.subDevice != 0)
        section.text(i18nc("@label", "Subsystem"), u"%1 %2"_s.arg(function.subsystemName, idText(function.subVendor, function.subDevice)).trimmed());
    section.text(i18nc("@label", "Revision"), hex2(function.revision)).optionalValue(i18nc("@label", "Boot display"), function.bootVga, yesNo);
    if (function.numaNode.valueOr(-1) >= 0)
        section.text(i18nc("@label", "NUMA node"), QString::number(*function.numaNode));
    return section.take();
}
}

QList<FactSection> functionFacts(const core::Snapshot &snapshot, const core::Function &function)
{
    QList<FactSection> sections{location(snapshot, function),
                                driver(function),
                                power(snapshot, function),
                                linkAndMemory(function),
                                attached(function),
                                identity(function)};
    sections.removeIf([](const FactSection &section) {
        return section.facts.isEmpty();
    });
    return sections;
}

}
