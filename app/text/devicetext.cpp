// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "devicetext.h"

#include "format.h"

#include "core/iommu/assignedtogether.h"
#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <KLocalizedString>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
constexpr qsizetype maximumProcesses = 5;

QString processesText(const core::Holders &holders)
{
    QStringList names;
    QList<qint64> seen;
    for (const core::Holder &holder : holders.processes) {
        if (seen.contains(holder.pid))
            continue;
        seen.append(holder.pid);
        if (names.size() < maximumProcesses)
            names.append(i18nc("@info command (process id)", "%1 (%2)", holder.command, QString::number(holder.pid)));
    }
    const qsizetype more = seen.size() - names.size();
    if (more > 0)
        names.append(i18ncp("@info", "%1 more process", "%1 more processes", more));
    return QLocale().createSeparatedList(names);
}

QStringList displaysOf(const core::Function &function)
{
    QStringList displays;
    for (const core::Connector &connector : function.connectors) {
        if (connector.enabled)
            displays.append(connector.name);
    }
    return displays;
}

/// What firmware vendors leave in DMI fields they did not fill in.
bool isFiller(const QString &text)
{
    static const QStringList fillers{u"To Be Filled By O.E.M."_s, u"System manufacturer"_s, u"System Product Name"_s, u"Default string"_s, u"Not Specified"_s};
    return text.isEmpty() || fillers.contains(text, Qt::CaseInsensitive);
}
}

QString unreadText(core::Unread why)
{
    switch (why) {
    case core::Unread::Absent:
        return i18nc("@info a value that the kernel does not have", "none");
    case core::Unread::NeedsPermission:
        return i18nc("@info why a value is not known", "unknown (reading it requires root)");
    case core::Unread::Suspended:
        return i18nc("@info why a value is not known", "unknown (suspended; reading it would wake the device)");
    case core::Unread::Vanished:
        return i18nc("@info why a value is not known", "unknown (the device disappeared)");
    case core::Unread::Malformed:
        return i18nc("@info why a value is not known", "unknown (the kernel returned an invalid value)");
    case core::Unread::NotResponding:
        return i18nc("@info why a value is unknown", "not responding");
    case core::Unread::Busy:
        return i18nc("@info why a value is not known", "unknown (a kernel operation on the device hangs)");
    }
    Q_UNREACHABLE_RETURN({});
}

QString notReportedText()
{
    return i18nc("@info why a value is not known", "unknown (the kernel does not report it)");
}

QString driverText(const core::Function &function)
{
    if (function.driver)
        return *function.driver;
    return function.driver.why() == core::Unread::Absent ? i18nc("@info", "no driver") : i18nc("@info", "driver unknown");
}

QString powerText(const core::Function &function)
{
    const bool isSuspended = core::isSuspended(function);
    const bool hasState = function.powerState.known() && *function.powerState != "unknown"_L1;
    if (!hasState && !isSuspended)
        return readingText(function.powerState, notReportedText(), [](const QString &) {
            return i18nc("@info power state", "unknown");
        });
    const QString status = runtimeStatusText(isSuspended ? core::RuntimeStatus::Suspended : core::RuntimeStatus::Active);
    return hasState ? i18nc("@info active or suspended (power state)", "%1 (%2)", status, *function.powerState) : status;
}

QString powerTag(const core::Function &function)
{
    if (core::isSuspended(function))
        return runtimeStatusText(core::RuntimeStatus::Suspended);
    return function.powerState ? *function.powerState : noValue();
}

QString runtimeStatusText(core::RuntimeStatus status)
{
    using Status = core::RuntimeStatus;
    switch (status) {
    case Status::Active:
        return i18nc("@info runtime power management", "active");
    case Status::Suspended:
        return i18nc("@info runtime power management", "suspended");
    case Status::Suspending:
        return i18nc("@info runtime power management", "suspending");
    case Status::Resuming:
        return i18nc("@info runtime power management", "resuming");
    case Status::Error:
        return i18nc("@info runtime power management", "failed (the kernel no longer suspends or resumes it)");
    case Status::Unsupported:
        return i18nc("@info runtime power management", "not supported");
    }
    Q_UNREACHABLE_RETURN({});
}

QString verdictText(core::Verdict verdict, bool assigned)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return assigned ? i18nc("@info:status of a GPU", "Assigned to VMs") : i18nc("@info:status of a GPU", "Can be assigned");
    case core::Verdict::Caution:
        return i18nc("@info:status of a GPU", "Can be assigned, with caution");
    case core::Verdict::Blocked:
        return i18nc("@info:status of a GPU", "Cannot be assigned yet");
    }
    Q_UNREACHABLE_RETURN({});
}

QString kindText(const core::Function &function)
{
    const quint32 sub = function.classCode >> 8;
    if (sub == 0x0108)
        return i18nc("@info kind of device", "NVMe drive");
    if (sub == 0x0106)
        return i18nc("@info kind of device", "SATA controller");
    if (core::isStorage(function))
        return i18nc("@info kind of device", "Storage controller");
    if (core::isNetwork(function))
        return sub == 0x0280 ? i18nc("@info kind of device", "Wireless adapter") : i18nc("@info kind of device", "Network adapter");
    if (core::isUsbController(function))
        return i18nc("@info kind of device", "USB controller");
    if (core::isAudio(function))
        return i18nc("@info kind of device", "Audio device");
    if (core::isGpu(function))
        return i18nc("@info kind of device", "GPU");
    if (core::isBridge(function))
        return i18nc("@info kind of device", "PCI bridge");
    if (sub == 0x0600)
        return i18nc("@info kind of device", "Host bridge");
    if (sub == 0x0601)
        return i18nc("@info kind of device", "ISA bridge");
    if (sub == 0x0806)
        return i18nc("@info kind of device", "IOMMU");
    if (sub == 0x0c05)
        return i18nc("@info kind of device", "SMBus");
    if (sub == 0x0780)
        return i18nc("@info kind of device", "Communication");
    if (sub == 0x0880)
        return i18nc("@info kind of device", "System device");
    if (sub == 0x0c80)
        return i18nc("@info kind of device", "Serial bus");
    if (sub == 0x1080)
        return i18nc("@info kind of device", "Encryption");
    if (sub == 0x1180)
        return i18nc("@info kind of device", "Sensor");
    if (sub == 0x1300)
        return i18nc("@info kind of device: class 13, non-essential instrumentation", "Dummy");
    return function.className.isEmpty() ? i18nc("@info kind of device", "Device") : function.className;
}

QString pcieTypeText(const std::optional<core::PcieType> &type)
{
    using Type = core::PcieType;
    if (!type)
        return i18nc("@info kind of PCI function", "Conventional PCI");
    switch (*type) {
    case Type::Endpoint:
        return i18nc("@info kind of PCIe function", "Endpoint");
    case Type::LegacyEndpoint:
        return i18nc("@info kind of PCIe function", "Legacy endpoint");
    case Type::RootPort:
        return i18nc("@info kind of PCIe function", "Root port");
    case Type::UpstreamPort:
        return i18nc("@info kind of PCIe function: the side of a switch that faces the CPU", "Upstream port");
    case Type::DownstreamPort:
        return i18nc("@info kind of PCIe function: the side of a switch that faces the devices", "Downstream port");
    case Type::PcieToPciBridge:
        return i18nc("@info kind of PCIe function", "PCIe-to-PCI bridge");
    case Type::PciToPcieBridge:
        return i18nc("@info kind of PCIe function", "PCI-to-PCIe bridge");
    case Type::RootComplexEndpoint:
        return i18nc("@info kind of PCIe function", "Root complex integrated endpoint");
    case Type::RootComplexEventCollector:
        return i18nc("@info kind of PCIe function", "Root complex event collector");
    }
    return i18nc("@info kind of PCIe function", "Unknown type"); // a number from config space
}

QString portText(const core::Function &function)
{
    const auto type = function.capabilities ? function.capabilities->pcieType : std::nullopt;
    return type ? pcieTypeText(type) : i18nc("@info kind of PCI bridge", "Bridge");
}

QString nameInMachine(const core::Snapshot &snapshot, const core::Function &function)
{
    const QString name = core::displayName(function);
    if (!function.physicalFunction)
        return name;
    return i18nc("@info name of a virtual function, its number, the PCI address of its physical function",
                 "%1 (VF %2 of %3)",
                 name,
                 core::virtualFunctionNumber(snapshot, function),
                 function.physicalFunction->toShortString());
}

QString groupText(core::IommuGroupId id)
{
    return i18nc("@info IOMMU group", "Group %1", QString::number(core::number(id)));
}

QString groupSharingText(const core::Snapshot &snapshot, const core::Function &function)
{
    if (!function.group)
        return i18nc("@info IOMMU group", "none");
    const QString id = QString::number(core::number(*function.group));
    const core::Group *group = snapshot.group(*function.group);
    if (!group)
        return id;
    const QList<const core::Function *> together = core::assignedTogetherWith(snapshot, function);
    const auto others = std::ranges::count_if(group->members, [&](const core::PciAddress &member) {
        const core::Function *other = snapshot.function(member);
        return other && !together.contains(other) && !core::isBridge(*other);
    });
    return others == 0 ? i18nc("@info IOMMU group number", "%1, not shared with other devices", id)
                       : i18ncp("@info %2 is the IOMMU group's number",
                                "%2, shared with %1 function of another device",
                                "%2, shared with %1 functions of other devices",
                                others,
                                id);
}

QString usersText(const core::Snapshot &snapshot, const core::Function &gpu)
{
    QStringList users;
    bool isComplete = true;
    bool isLookedUp = false;
    for (const core::Function *function : core::assignedTogetherWith(snapshot, gpu)) {
        if (const QStringList displays = displaysOf(*function); !displays.isEmpty())
            users.append(
                i18ncp("@info %2 is a list of connectors", "a display on %2", "displays on %2", displays.size(), QLocale().createSeparatedList(displays)));
        if (function->holders.known() && !function->holders->processes.isEmpty())
            users.append(processesText(*function->holders));
        isComplete = isComplete && function->holders.known() && function->holders->complete;
        isLookedUp = isLookedUp || function->holders.known();
    }
    if (users.isEmpty() && !isLookedUp)
        return i18nc("@info what uses a GPU", "unknown");
    if (users.isEmpty())
        return isComplete ? i18nc("@info what uses a GPU", "nothing") : i18nc("@info what uses a GPU", "nothing that is visible without root");
    const QString all = QLocale().createSeparatedList(users);
    return isComplete ? all : i18nc("@info %1 is a list of processes", "%1; root may see more", all);
}

QString machineName(const core::Machine &machine)
{
    QString name = isFiller(machine.product) ? QString() : machine.product;
    if (!isFiller(machine.vendor) && !name.startsWith(machine.vendor, Qt::CaseInsensitive))
        name = u"%1 %2"_s.arg(machine.vendor, name).trimmed();
    if (name.isEmpty())
        name = machine.hostName;
    return name.isEmpty() ? i18nc("@label a machine without a name", "This machine") : name;
}

}
