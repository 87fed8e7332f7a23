// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "facts.h"

#include "app/text/clitext.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QLocale>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QString none()
{
    return i18nc("@info:shell a value that is not there", "none");
}

QString yesNo(bool yes)
{
    return yes ? i18nc("@info:shell", "yes") : i18nc("@info:shell", "no");
}

QString hex4(quint16 number)
{
    return u"%1"_s.arg(number, 4, 16, QLatin1Char('0'));
}

QString linkText(const core::LinkState &link)
{
    return link.width == 0 ? i18nc("@info:shell the PCIe link has no partner", "down")
                           : i18nc("@info:shell PCIe link speed and lanes", "%1 GT/s, x%2", link.speed / 1000.0, link.width);
}

QString runtimeStatusText(core::RuntimeStatus status)
{
    using Status = core::RuntimeStatus;
    switch (status) {
    case Status::Active:
        return i18nc("@info:shell runtime power management", "active");
    case Status::Suspended:
        return i18nc("@info:shell runtime power management", "suspended");
    case Status::Suspending:
        return i18nc("@info:shell runtime power management", "being suspended");
    case Status::Resuming:
        return i18nc("@info:shell runtime power management", "being resumed");
    case Status::Error:
        return i18nc("@info:shell runtime power management", "failed");
    case Status::Unsupported:
        return i18nc("@info:shell runtime power management", "not supported");
    }
    Q_UNREACHABLE_RETURN({});
}

QString runtimePmText(core::RuntimeStatus status, const core::RuntimePm &pm)
{
    QStringList words{runtimeStatusText(status)};
    if (pm.automatic.known())
        words.append(*pm.automatic ? i18nc("@info:shell power/control", "may sleep when idle") : i18nc("@info:shell power/control", "kept awake"));
    if (pm.activeMs.known() && pm.suspendedMs.known())
        words.append(i18nc("@info:shell durations", "awake for %1, asleep for %2", durationText(*pm.activeMs), durationText(*pm.suspendedMs)));
    return words.join(u", "_s);
}

QString barKindText(core::Bar::Kind kind)
{
    switch (kind) {
    case core::Bar::Kind::Io:
        return i18nc("@info:shell kind of PCI region", "I/O ports");
    case core::Bar::Kind::Memory32:
        return i18nc("@info:shell kind of PCI region", "32-bit memory");
    case core::Bar::Kind::Memory64:
        return i18nc("@info:shell kind of PCI region", "64-bit memory");
    }
    Q_UNREACHABLE_RETURN({});
}

QString pcieTypeText(const std::optional<core::PcieType> &type)
{
    using Type = core::PcieType;
    if (!type)
        return i18nc("@info:shell", "conventional PCI");
    switch (*type) {
    case Type::Endpoint:
        return i18nc("@info:shell", "PCIe endpoint");
    case Type::LegacyEndpoint:
        return i18nc("@info:shell", "PCIe legacy endpoint");
    case Type::RootPort:
        return i18nc("@info:shell", "PCIe root port");
    case Type::UpstreamPort:
        return i18nc("@info:shell", "upstream port of a PCIe switch");
    case Type::DownstreamPort:
        return i18nc("@info:shell", "downstream port of a PCIe switch");
    case Type::PcieToPciBridge:
        return i18nc("@info:shell", "PCIe to PCI bridge");
    case Type::PciToPcieBridge:
        return i18nc("@info:shell", "PCI to PCIe bridge");
    case Type::RootComplexEndpoint:
        return i18nc("@info:shell", "endpoint in the root complex");
    case Type::RootComplexEventCollector:
        return i18nc("@info:shell", "event collector in the root complex");
    }
    Q_UNREACHABLE_RETURN({});
}

/// A field for what only some functions have; left out where the kernel has no such value.
template<typename T, typename Format>
void addReading(TextReport &report, const QString &label, const core::Reading<T> &reading, Format format)
{
    if (reading.known() || reading.why() != core::Unread::Absent)
        report.field(label, readingText(reading, QString(), format));
}

/// The bits in lspci's letters: SV TB RR CR UF EC DT.
QString acsText(quint16 bits)
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

/// What bit `bit` of a Resizable BAR stands for; PCIe 6.0, 7.8.6, ends at bit 43, which QLocale cannot write.
quint64 resizableBytes(int bit)
{
    return 1ULL << (20 + std::clamp(bit, 0, 42));
}

void addIdentity(TextReport &report, const core::Snapshot &snapshot, const core::Function &function)
{
    report.field(i18nc("@label:shell", "Class"),
                 i18nc("@info:shell class name (class code)",
                       "%1 (%2)",
                       function.className.isEmpty() ? i18nc("@info:shell", "unnamed") : function.className,
                       u"%1"_s.arg(function.classCode, 6, 16, QLatin1Char('0'))));
    report.field(i18nc("@label:shell", "IDs"),
                 i18nc("@info:shell vendor:device, revision",
                       "%1:%2, revision %3",
                       hex4(function.vendor),
                       hex4(function.device),
                       u"%1"_s.arg(function.revision, 2, 16, QLatin1Char('0'))));
    if (function.subVendor != 0 || function.subDevice != 0)
        report.field(i18nc("@label:shell", "Subsystem"),
                     u"%1 %2:%3"_s.arg(function.subsystemName, hex4(function.subVendor), hex4(function.subDevice)).trimmed());
    const core::Function *parent = function.parent ? snapshot.function(*function.parent) : nullptr;
    report.field(i18nc("@label:shell the bridge above", "Behind"),
                 parent ? parent->address.toShortString() + u' ' + core::displayName(*parent)
                        : i18nc("@info:shell a function on a root bus", "nothing: it sits on a root bus"));
    if (function.physicalFunction)
        report.field(i18nc("@label:shell SR-IOV virtual function", "Virtual of"), function.physicalFunction->toShortString());
}

void addDriver(TextReport &report, const core::Function &function)
{
    report.field(i18nc("@label:shell", "Driver"), driverText(function));
    report.field(i18nc("@label:shell kernel modules that could drive it", "Modules"),
                 function.moduleCandidates.isEmpty() ? none() : function.moduleCandidates.join(u", "_s));
    addReading(report, i18nc("@label:shell driver_override", "Override"), function.driverOverride, [](const QString &name) {
        return name;
    });
}

void addPower(TextReport &report, const core::Function &function)
{
    report.field(i18nc("@label:shell", "Power"), powerText(function));
    addReading(report, i18nc("@label:shell runtime power management", "Runtime PM"), function.runtimePm.status, [&](core::RuntimeStatus status) {
        return runtimePmText(status, function.runtimePm);
    });
    addReading(report, i18nc("@label:shell", "D3cold"), function.d3coldAllowed, [](bool allowed) {
        return allowed ? i18nc("@info:shell D3cold", "allowed") : i18nc("@info:shell D3cold", "not allowed");
    });
}

void addCapabilities(TextReport &report, const core::Function &function)
{
    if (!function.capabilities.known()) {
        report.field(i18nc("@label:shell", "Capabilities"), unreadText(function.capabilities.why()));
        return;
    }
    const core::Capabilities &capabilities = *function.capabilities;
    report.field(i18nc("@label:shell", "Type"), pcieTypeText(capabilities.pcieType));
    report.field(i18nc("@label:shell Function Level Reset", "FLR"), yesNo(capabilities.flr));
    if (capabilities.acs)
        report.field(i18nc("@label:shell Access Control Services", "ACS"),
                     i18nc("@info:shell ACS bits", "can %1; on %2", acsText(capabilities.acs->capability), acsText(capabilities.acs->control)));
    else
        report.field(i18nc("@label:shell Access Control Services", "ACS"), none());
    for (const core::ResizableBar &bar : capabilities.resizableBars)
        report.field(i18nc("@label:shell %1 is a number", "BAR %1 can be", bar.index),
                     i18nc("@info:shell sizes of a resizable BAR",
                           "up to %1, now %2",
                           sizeText(resizableBytes(int(std::bit_width(bar.sizes)) - 1)),
                           sizeText(resizableBytes(bar.current))));
    if (capabilities.msixVectors)
        report.field(i18nc("@label:shell", "MSI-X"), i18ncp("@info:shell", "%1 vector", "%1 vectors", *capabilities.msixVectors));
}

void addResources(TextReport &report, const core::Function &function)
{
    for (const core::Bar &bar : function.bars) {
        QString text = i18nc("@info:shell size of kind", "%1 of %2", sizeText(bar.size), barKindText(bar.kind));
        if (bar.prefetchable)
            text += i18nc("@info:shell appended to the kind of a BAR", ", prefetchable");
        if (bar.address != 0)
            text += i18nc("@info:shell appended, address of a BAR", " at 0x%1", QString::number(bar.address, 16));
        report.field(i18nc("@label:shell base address register", "BAR %1", bar.index), text);
    }
    if (function.rom)
        report.field(i18nc("@label:shell expansion ROM", "ROM"), sizeText(*function.rom));
    report.field(i18nc("@label:shell", "Reset"),
                 readingText(function.resetMethods, i18nc("@info:shell reset methods", "none that the kernel names"), [](const QStringList &methods) {
                     return methods.isEmpty() ? i18nc("@info:shell reset methods", "none: it cannot be reset") : methods.join(u", "_s);
                 }));
    addReading(report, i18nc("@label:shell PCIe link", "Link now"), function.linkNow, linkText);
    addReading(report, i18nc("@label:shell PCIe link", "Link at most"), function.linkMax, linkText);
    if (function.numaNode.valueOr(-1) >= 0)
        report.field(i18nc("@label:shell", "NUMA node"), QString::number(*function.numaNode));
    addReading(report, i18nc("@label:shell", "SR-IOV"), function.sriov, [](const core::Sriov &sriov) {
        return i18nc("@info:shell virtual functions", "%1 of %2 virtual functions are on", sriov.numVfs, sriov.totalVfs);
    });
}

QString connectorText(const core::Connector &connector)
{
    return connector.enabled ? i18nc("@info:shell connector (state)", "%1 (%2, shows a picture)", connector.name, connector.status)
                             : i18nc("@info:shell connector (state)", "%1 (%2)", connector.name, connector.status);
}

QString diskText(const core::BlockDevice &disk)
{
    QString text = i18nc("@info:shell disk (size)", "%1 (%2)", disk.name, sizeText(disk.size));
    if (const QString points = disk.mounts.valueOr({}).join(u", "_s); !points.isEmpty())
        text += i18nc("@info:shell appended to a disk", ", mounted on %1", points);
    else if (!disk.mounts && disk.mounts.why() != core::Unread::Absent)
        text += i18nc("@info:shell appended to a disk", ", not known whether it is mounted");
    if (disk.swap)
        text += i18nc("@info:shell appended to a disk", ", used as swap");
    return text;
}

/// What the host sees behind the function: screens, sound, network, disks, USB.
void addAttached(TextReport &report, const core::Function &function)
{
    if (!function.drmNodes.isEmpty())
        report.field(i18nc("@label:shell", "DRM"), function.drmNodes.join(u", "_s));
    for (const core::Connector &connector : function.connectors)
        report.field(i18nc("@label:shell", "Connector"), connectorText(connector));
    if (!function.framebuffers.isEmpty())
        report.field(i18nc("@label:shell", "Framebuffer"), function.framebuffers.join(u", "_s));
    if (!function.soundCards.isEmpty())
        report.field(i18nc("@label:shell", "Sound"), function.soundCards.join(u", "_s));
    for (const core::NetworkInterface &interface : function.networkInterfaces)
        report.field(i18nc("@label:shell", "Network"),
                     interface.up ? i18nc("@info:shell network interface", "%1 (up)", interface.name)
                                  : i18nc("@info:shell network interface", "%1 (down)", interface.name));
    for (const core::BlockDevice &disk : function.blockDevices)
        report.field(i18nc("@label:shell", "Disk"), diskText(disk));
    for (const core::UsbBus &bus : function.usbBuses)
        report.field(i18nc("@label:shell", "USB bus %1", bus.number),
                     bus.devices.isEmpty() ? i18nc("@info:shell", "nothing plugged in") : bus.devices.join(u", "_s));
}
}

void addFacts(TextReport &report, const core::Snapshot &snapshot, const core::Function &function)
{
    addIdentity(report, snapshot, function);
    addReading(report, i18nc("@label:shell", "Boot display"), function.bootVga, yesNo);
    addReading(report, i18nc("@label:shell", "Buses below"), function.buses, [](const core::BusRange &buses) {
        return u"%1-%2"_s.arg(buses.secondary, 2, 16, QLatin1Char('0')).arg(buses.subordinate, 2, 16, QLatin1Char('0'));
    });
    addDriver(report, function);
    report.field(i18nc("@label:shell IOMMU group", "Group"), groupText(snapshot, function));
    addPower(report, function);
    addResources(report, function);
    addCapabilities(report, function);
    addAttached(report, function);
}

}
