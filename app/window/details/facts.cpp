// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "facts.h"

#include "app/text/windowtext.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

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

    Section &plain(const QString &label, const QString &text)
    {
        return rich(label, text.toHtmlEscaped());
    }

    Section &rich(const QString &label, const QString &text)
    {
        if (!text.isEmpty())
            m_section.facts.append({label, text, false});
        return *this;
    }

    /// A value that every function could have: none is a fact too.
    template<typename T, typename Say>
    Section &value(const QString &label, const core::Reading<T> &reading, Say say)
    {
        if (reading)
            return plain(label, say(*reading));
        m_section.facts.append({label, unreadText(reading.why()), true});
        return *this;
    }

    /// A value that only some functions have: silent where this one has none.
    template<typename T, typename Say>
    Section &valueIfAny(const QString &label, const core::Reading<T> &reading, Say say)
    {
        return !reading && reading.why() == core::Unread::Absent ? *this : value(label, reading, say);
    }

    FactSection take()
    {
        return std::move(m_section);
    }

private:
    FactSection m_section;
};

QString itself(const QString &text)
{
    return text;
}

QString yesNo(bool yes)
{
    return yes ? i18nc("@info", "yes") : i18nc("@info", "no");
}

QString links(const QList<core::PciAddress> &addresses)
{
    QStringList all;
    for (const core::PciAddress &address : addresses)
        all.append(functionLink(address));
    return all.join(QStringLiteral(", "));
}

FactSection identity(const core::Function &function)
{
    Section section(i18nc("@title:group", "Identity"));
    section.plain(i18nc("@label", "Address"), function.address.toString())
        .plain(i18nc("@label", "Class"), function.className)
        .plain(i18nc("@label", "Vendor"), function.vendorName)
        .plain(i18nc("@label", "Device"), function.deviceName)
        .plain(i18nc("@label", "IDs"), idText(function.vendor, function.device));
    if (function.subVendor != 0 || function.subDevice != 0)
        section.plain(i18nc("@label", "Subsystem"),
                      QStringLiteral("%1 %2").arg(function.subsystemName, idText(function.subVendor, function.subDevice)).trimmed());
    section.plain(i18nc("@label", "Revision"), QStringLiteral("%1").arg(function.revision, 2, 16, QLatin1Char('0')))
        .valueIfAny(i18nc("@label", "Boot display"), function.bootVga, yesNo);
    if (function.numaNode && *function.numaNode >= 0)
        section.plain(i18nc("@label", "NUMA node"), QString::number(*function.numaNode));
    return section.take();
}

QString pcieTypeText(const core::Capabilities &capabilities)
{
    if (!capabilities.pcieType)
        return i18nc("@info a kind of device", "conventional PCI");
    switch (*capabilities.pcieType) {
    case core::PcieType::Endpoint:
        return i18nc("@info a kind of PCIe device", "endpoint");
    case core::PcieType::LegacyEndpoint:
        return i18nc("@info a kind of PCIe device", "legacy endpoint");
    case core::PcieType::RootPort:
        return i18nc("@info a kind of PCIe device", "root port");
    case core::PcieType::UpstreamPort:
        return i18nc("@info a kind of PCIe device", "switch, upstream port");
    case core::PcieType::DownstreamPort:
        return i18nc("@info a kind of PCIe device", "switch, downstream port");
    case core::PcieType::PcieToPciBridge:
        return i18nc("@info a kind of PCIe device", "PCIe to PCI bridge");
    case core::PcieType::PciToPcieBridge:
        return i18nc("@info a kind of PCIe device", "PCI to PCIe bridge");
    case core::PcieType::RootComplexEndpoint:
        return i18nc("@info a kind of PCIe device", "root complex endpoint");
    case core::PcieType::RootComplexEventCollector:
        return i18nc("@info a kind of PCIe device", "root complex event collector");
    }
    return i18nc("@info a kind of PCIe device", "unknown type");
}

QString acsText(const core::Capabilities &capabilities)
{
    if (!capabilities.acs)
        return i18nc("@info", "not offered");
    // What the kernel asks of a port before it takes it for isolating (REQ_ACS_FLAGS in drivers/iommu/iommu.c).
    constexpr quint16 isolating = core::Acs::SourceValidation | core::Acs::RequestRedirect | core::Acs::CompletionRedirect | core::Acs::UpstreamForwarding;
    const quint16 required = capabilities.acs->capability & isolating;
    if (required == 0)
        return i18nc("@info", "there, with nothing to switch on");
    if ((capabilities.acs->control & required) == required)
        return i18nc("@info", "on");
    return capabilities.acs->control == 0 ? i18nc("@info", "offered, but off") : i18nc("@info", "partly on");
}

FactSection place(const core::Snapshot &snapshot, const core::Function &function)
{
    Section section(i18nc("@title:group", "Place and isolation"));
    if (const core::Function *parent = function.parent ? snapshot.function(*function.parent) : nullptr)
        section.rich(i18nc("@label", "Behind"), i18nc("@info %1 is a link", "the bridge %1", functionLink(parent->address)));
    else
        section.plain(i18nc("@label", "On"), rootBusName(function.address.domain, function.address.bus));
    section.valueIfAny(i18nc("@label", "Leads to"), function.buses, [](const core::BusRange &range) {
        return i18nc("@info a range of buses",
                     "buses %1 to %2",
                     QStringLiteral("%1").arg(range.secondary, 2, 16, QLatin1Char('0')),
                     QStringLiteral("%1").arg(range.subordinate, 2, 16, QLatin1Char('0')));
    });

    const core::Group *group = function.group ? snapshot.group(*function.group) : nullptr;
    section.plain(i18nc("@label", "IOMMU group"), group ? QString::number(core::number(group->id)) : i18nc("@info", "none"));
    if (group) {
        QList<core::PciAddress> others = group->members;
        others.removeAll(function.address);
        section.rich(i18nc("@label", "Shared with"), others.isEmpty() ? i18nc("@info", "nothing") : links(others))
            .valueIfAny(i18nc("@label", "DMA domain"), group->type, itself);
    }
    section.value(i18nc("@label", "Kind"), function.capabilities, pcieTypeText);
    if (function.capabilities && function.capabilities->pcieType)
        section.plain(i18nc("@label peer-to-peer isolation", "ACS"), acsText(*function.capabilities));
    if (function.physicalFunction)
        section.rich(i18nc("@label", "Virtual function of"), functionLink(*function.physicalFunction));
    return section.take();
}

QString holdersText(const core::Holders &holders)
{
    QStringList lines;
    for (const core::Holder &holder : holders.processes)
        lines.append(i18nc("@info command, process number, device file", "%1 (%2) has %3 open", holder.command, holder.pid, holder.node));
    if (!holders.complete)
        lines.append(i18nc("@info", "other users’ programs could not be looked into"));
    return lines.isEmpty() ? i18nc("@info used by", "nothing") : lines.join(QLatin1Char('\n'));
}

FactSection driver(const core::Function &function)
{
    Section section(i18nc("@title:group", "Driver"));
    section.value(i18nc("@label", "Driver"), function.driver, itself)
        .valueIfAny(i18nc("@label", "Override"), function.driverOverride, itself)
        .plain(i18nc("@label", "Modules that fit"), function.moduleCandidates.join(QStringLiteral(", ")))
        .valueIfAny(i18nc("@label", "Used by"), function.holders, holdersText);
    return section.take();
}

QString runtimeStatusKeyword(core::RuntimeStatus status)
{
    switch (status) {
    case core::RuntimeStatus::Active:
        return i18nc("@info runtime power management", "awake");
    case core::RuntimeStatus::Suspended:
        return i18nc("@info runtime power management", "suspended");
    case core::RuntimeStatus::Suspending:
        return i18nc("@info runtime power management", "falling asleep");
    case core::RuntimeStatus::Resuming:
        return i18nc("@info runtime power management", "waking up");
    case core::RuntimeStatus::Error:
        return i18nc("@info runtime power management", "failed; the kernel gave up on it");
    case core::RuntimeStatus::Unsupported:
        return i18nc("@info runtime power management", "not supported");
    }
    Q_UNREACHABLE_RETURN({});
}

FactSection power(const core::Function &function)
{
    Section section(i18nc("@title:group", "Power and reset"));
    section.value(i18nc("@label", "Power state"), function.powerState, itself)
        .valueIfAny(i18nc("@label", "Runtime state"), function.runtimePm.status, runtimeStatusKeyword)
        .valueIfAny(i18nc("@label", "May fall asleep"), function.runtimePm.automatic, yesNo)
        .valueIfAny(i18nc("@label", "May lose power"), function.d3coldAllowed, yesNo);
    if (function.runtimePm.suspendedMs && *function.runtimePm.suspendedMs > 0)
        section.plain(i18nc("@label", "Slept for"), durationText(*function.runtimePm.suspendedMs));
    section.valueIfAny(i18nc("@label", "Reset methods"), function.resetMethods, [](const QStringList &methods) {
        return methods.isEmpty() ? i18nc("@info reset methods", "none") : methods.join(QStringLiteral(", "));
    });
    return section.take();
}

QString barText(const core::Bar &bar)
{
    switch (bar.kind) {
    case core::Bar::Kind::Io:
        return i18nc("@info size of a BAR", "%1 of I/O ports", sizeText(bar.size));
    case core::Bar::Kind::Memory32:
    case core::Bar::Kind::Memory64:
        return bar.prefetchable ? i18nc("@info size of a BAR", "%1, prefetchable", sizeText(bar.size)) : sizeText(bar.size);
    }
    Q_UNREACHABLE_RETURN({});
}

FactSection linkAndMemory(const core::Function &function)
{
    Section section(i18nc("@title:group", "Link and memory"));
    section.valueIfAny(i18nc("@label PCIe link", "Link now"), function.linkNow, linkText)
        .valueIfAny(i18nc("@label PCIe link", "Link at most"), function.linkMax, linkText);
    for (const core::Bar &bar : function.bars)
        section.plain(i18nc("@label base address register", "BAR %1", bar.index), barText(bar));
    if (function.rom)
        section.plain(i18nc("@label", "Expansion ROM"), sizeText(*function.rom));
    if (!function.capabilities)
        return section.take();
    for (const core::ResizableBar &bar : function.capabilities->resizableBars)
        section.plain(i18nc("@label", "BAR %1 resizable", bar.index),
                      i18nc("@info", "up to %1", sizeText(1ULL << (20 + 63 - qCountLeadingZeroBits(bar.sizes | 1)))));
    if (function.capabilities->msixVectors)
        section.plain(i18nc("@label", "MSI-X"), i18ncp("@info", "one vector", "%1 vectors", *function.capabilities->msixVectors));
    return section.take();
}

QString blockDeviceText(const core::BlockDevice &disk)
{
    const QString points = disk.mounts.valueOr({}).join(QStringLiteral(", "));
    if (!disk.mounts && disk.mounts.why() != core::Unread::Absent)
        return i18nc("@info disk name, size", "%1, %2, not known whether it is mounted", disk.name, sizeText(disk.size));
    if (points.isEmpty())
        return disk.swap ? i18nc("@info disk name, size", "%1, %2, used as swap", disk.name, sizeText(disk.size))
                         : i18nc("@info disk name, size", "%1, %2, not in use", disk.name, sizeText(disk.size));
    return i18nc("@info disk name, size, mount points", "%1, %2, mounted on %3", disk.name, sizeText(disk.size), points);
}

QString connectorText(const core::Connector &connector)
{
    return connector.enabled ? i18nc("@info connector, state", "%1: %2, shows a picture", connector.name, connector.status)
                             : i18nc("@info connector, state", "%1: %2", connector.name, connector.status);
}

FactSection attached(const core::Function &function)
{
    Section section(i18nc("@title:group", "What hangs on it"));
    for (const core::Connector &connector : function.connectors)
        section.plain(i18nc("@label", "Connector"), connectorText(connector));
    section.plain(i18nc("@label", "DRM nodes"), function.drmNodes.join(QStringLiteral(", ")))
        .plain(i18nc("@label", "Framebuffer"), function.framebuffers.join(QStringLiteral(", ")))
        .plain(i18nc("@label", "Sound"), function.soundCards.join(QStringLiteral(", ")));
    for (const core::NetworkInterface &net : function.networkInterfaces)
        section.plain(i18nc("@label", "Network"),
                      net.up ? i18nc("@info network interface", "%1, up", net.name) : i18nc("@info network interface", "%1, down", net.name));
    for (const core::BlockDevice &disk : function.blockDevices)
        section.plain(i18nc("@label", "Disk"), blockDeviceText(disk));
    for (const core::UsbBus &bus : function.usbBuses)
        section.plain(i18nc("@label", "USB bus %1", bus.number),
                      bus.devices.isEmpty() ? i18nc("@info USB bus", "nothing plugged in") : bus.devices.join(QStringLiteral(", ")));
    section.valueIfAny(i18nc("@label", "SR-IOV"), function.sriov, [](const core::Sriov &sriov) {
        return i18nc("@info", "%1 of %2 virtual functions", sriov.numVfs, sriov.totalVfs);
    });
    section.rich(i18nc("@label", "Needs awake"), links(function.suppliers));
    return section.take();
}

}

QList<FactSection> facts(const core::Snapshot &snapshot, const core::Function &function)
{
    QList<FactSection> sections{place(snapshot, function), driver(function), power(function), linkAndMemory(function), attached(function), identity(function)};
    sections.removeIf([](const FactSection &section) {
        return section.facts.isEmpty();
    });
    return sections;
}

}
