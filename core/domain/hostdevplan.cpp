// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdevplan.h"

#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// Buses 8 to 255; those before are for the guest's own devices.
constexpr int mostDevices = 248;

Error noSuchFunction(const PciAddress &address)
{
    return {
        i18nc("@info %1 is a PCI address", "This machine has no PCI function %1.", address.toString()),
        QString(),
        i18nc("@info", "Run “turnout list” to see the addresses of the GPUs."),
    };
}

Error cannotBeAssigned(const Function &function)
{
    return {
        i18nc("@info %1 is a PCI address, %2 a device name", "%1 (%2) cannot be assigned to VMs.", function.address.toString(), displayName(function)),
        i18nc("@info", "It is a bridge, which always stays with the host."),
        i18nc("@info", "Name a device behind it. “turnout list” shows the GPUs."),
    };
}

Error noDevice()
{
    return {
        i18nc("@info", "No device was named."),
        QString(),
        i18nc("@info", "Name at least one PCI address. “turnout list” shows those of the GPUs."),
    };
}

Error tooMany()
{
    return {
        i18nc("@info", "These are too many devices for one VM."),
        i18nc("@info", "A VM has PCI buses for %1 devices.", mostDevices),
        i18nc("@info", "Name fewer devices."),
    };
}

bool isIn(const QList<AssignedTogether> &all, const Function &function)
{
    return std::ranges::any_of(all, [&](const AssignedTogether &functions) {
        return functions.contains(&function);
    });
}

/// libvirt's own message names only the group.
QString groupBlockerText(const Function &groupBlocker, const Group &group)
{
    return i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 a driver, %4 a group number",
                 "The VM will not start while %1 (%2) is bound to the host driver %3: it shares IOMMU group %4",
                 groupBlocker.address.toString(),
                 displayName(groupBlocker),
                 groupBlocker.driver.valueOr(QString()),
                 QString::number(number(group.id)));
}

QString layoutText(const AssignedTogether &functions)
{
    return i18ncp("@info XML comment, %2 is a GPU's name",
                  "%2: one function",
                  "%2: %1 functions of its card, as one device of the guest",
                  functions.size(),
                  displayName(*mainFunction(functions)));
}

Error notOptional(const Function &function, const PciAddress &chosen)
{
    return {
        i18nc("@info %1 and %2 are PCI addresses", "Whether %1 goes along with %2 cannot be chosen.", chosen.toString(), function.address.toString()),
        QString(),
        i18nc("@info %1 is a PCI address", "“turnout show %1” lists what can go along.", function.address.toShortString()),
    };
}

/// A GPU whose driver shares it among VMs: they get mediated devices, not the GPU.
const Function *parentOfShares(const AssignedTogether &functions)
{
    const auto parent = std::ranges::find_if(functions, [](const Function *function) {
        return !function->mediatedDevices.isEmpty();
    });
    return parent == functions.end() ? nullptr : *parent;
}

QList<Hostdev> shares(const Function &parent)
{
    QList<Hostdev> planned;
    for (const MediatedDevice &device : parent.mediatedDevices) {
        Hostdev hostdev;
        hostdev.function = &parent;
        hostdev.share = &device;
        hostdev.comments << i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 the type of a mediated device such as nvidia-63",
                                  "%1: a share of %2, %3",
                                  parent.address.toString(),
                                  displayName(parent),
                                  device.type.isEmpty() ? i18nc("@info XML comment, part of a line", "type unknown") : device.type);
        planned += hostdev;
    }
    return planned;
}

void writeShare(QXmlStreamWriter &xml, const MediatedDevice &device)
{
    xml.writeStartElement(u"hostdev"_s);
    xml.writeAttribute(u"mode"_s, u"subsystem"_s);
    xml.writeAttribute(u"type"_s, u"mdev"_s);
    xml.writeAttribute(u"managed"_s, u"no"_s);
    xml.writeAttribute(u"model"_s, u"vfio-pci"_s);
    xml.writeStartElement(u"source"_s);
    xml.writeEmptyElement(u"address"_s);
    xml.writeAttribute(u"uuid"_s, device.uuid);
    xml.writeEndElement();
    xml.writeEndElement();
}

QString hex(quint32 value, int digits)
{
    return u"0x%1"_s.arg(value, digits, 16, QLatin1Char('0'));
}
}

Result<QList<AssignedTogether>>
allAssignedTogether(const Snapshot &snapshot, const QList<PciAddress> &requested, const QList<PciAddress> &with, const QList<PciAddress> &without)
{
    QList<AssignedTogether> all;
    for (const PciAddress &address : requested) {
        const Function *function = snapshot.function(address);
        if (!function)
            return noSuchFunction(address);
        if (staysWithHost(*function))
            return cannotBeAssigned(*function);
        const QList<PciAddress> impossible = impossibleCompanions(snapshot, *function, with, without);
        if (!impossible.isEmpty())
            return notOptional(*function, impossible.first());
        const AssignedTogether assignedTogether = assignedTogetherWith(snapshot, *function, with, without);
        if (!all.contains(assignedTogether))
            all += assignedTogether;
    }
    if (all.isEmpty())
        return noDevice();
    if (all.size() > mostDevices)
        return tooMany();
    return all;
}

const Function *mainFunction(const AssignedTogether &functions)
{
    const auto display = std::ranges::find_if(functions, [](const Function *function) {
        return isGpu(*function);
    });
    return display == functions.end() ? functions.first() : *display;
}

QStringList groupBlockerTexts(const Snapshot &snapshot, const AssignedTogether &functions, const QList<AssignedTogether> &all)
{
    QList<const Group *> groups;
    for (const Function *function : functions) {
        const Group *group = function->group ? snapshot.group(*function->group) : nullptr;
        if (group && !groups.contains(group))
            groups += group;
    }
    QStringList texts;
    for (const Group *group : std::as_const(groups)) {
        for (const Function *groupBlocker : groupBlockers(snapshot, *group, functions)) {
            if (!isIn(all, *groupBlocker))
                texts += groupBlockerText(*groupBlocker, *group);
        }
    }
    return texts;
}

QString functionText(const Function &function)
{
    const QString group = function.group ? i18nc("@info XML comment, part of a line", "IOMMU group %1", QString::number(number(*function.group)))
                                         : i18nc("@info XML comment, part of a line", "no IOMMU group");
    return i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 names the IOMMU group",
                 "%1: %2, %3",
                 function.address.toString(),
                 displayName(function),
                 group);
}

QList<Hostdev> planHostdevs(const Snapshot &snapshot, const QList<AssignedTogether> &all, const HostdevOptions &options, std::optional<int> firstBus)
{
    QList<Hostdev> planned;
    int bus = firstBus.value_or(0);
    for (const AssignedTogether &functions : all) {
        if (const Function *parent = parentOfShares(functions)) {
            planned += shares(*parent);
            continue;
        }
        QStringList comments = groupBlockerTexts(snapshot, functions, all);
        if (options.keepsLayout && functions.size() > 1)
            comments.prepend(layoutText(functions));
        // The guest's function numbers equal the host's, but a device without function 0 would not be found.
        const quint8 lowest = functions.first()->address.function;
        const bool isOneSlot = std::ranges::all_of(functions, [&functions](const Function *function) {
            return function->address.sameSlot(functions.first()->address);
        });
        for (const Function *function : functions) {
            Hostdev hostdev{.function = function,
                            .guest = {},
                            .isMultifunction = false,
                            .comments = comments << functionText(*function),
                            .rom = {},
                            .hidesRom = options.hidesRom,
                            .usesIommufd = options.usesIommufd,
                            .driver = options.driver,
                            .alias = {}};
            if (isDisplay(*function))
                hostdev.rom = options.rom;
            if (options.keepsLayout) {
                const qsizetype guestFunction = isOneSlot ? function->address.function - lowest : functions.indexOf(function);
                hostdev.guest = PciAddress{0, quint8(bus), 0, quint8(guestFunction)};
                hostdev.isMultifunction = functions.size() > 1 && hostdev.guest->function == 0;
            } else if (firstBus) {
                hostdev.guest = PciAddress{0, quint8(bus++), 0, 0};
            }
            planned += hostdev;
            comments.clear();
        }
        if (options.keepsLayout)
            ++bus;
    }
    return planned;
}

void writePciAddress(QXmlStreamWriter &xml, const PciAddress &address)
{
    xml.writeAttribute(u"domain"_s, hex(address.domain, 4));
    xml.writeAttribute(u"bus"_s, hex(address.bus, 2));
    xml.writeAttribute(u"slot"_s, hex(address.device, 2));
    xml.writeAttribute(u"function"_s, hex(address.function, 1));
}

void writeHostdev(QXmlStreamWriter &xml, const Hostdev &hostdev)
{
    for (const QString &comment : hostdev.comments)
        xml.writeComment(commentText(comment));
    if (hostdev.share) {
        writeShare(xml, *hostdev.share);
        return;
    }
    xml.writeStartElement(u"hostdev"_s);
    xml.writeAttribute(u"mode"_s, u"subsystem"_s);
    xml.writeAttribute(u"type"_s, u"pci"_s);
    // libvirt would bind a managed function to vfio-pci, which is of no use to a VM where its own driver offers it.
    xml.writeAttribute(u"managed"_s, isOfferedByDriver(*hostdev.function) ? u"no"_s : u"yes"_s);
    if (!hostdev.driver.isEmpty() || hostdev.usesIommufd) {
        xml.writeEmptyElement(u"driver"_s);
        if (!hostdev.driver.isEmpty())
            xml.writeAttribute(u"model"_s, hostdev.driver);
        if (hostdev.usesIommufd)
            xml.writeAttribute(u"iommufd"_s, u"yes"_s);
    }
    xml.writeStartElement(u"source"_s);
    xml.writeEmptyElement(u"address"_s);
    writePciAddress(xml, hostdev.function->address);
    xml.writeEndElement();
    if (!hostdev.alias.isEmpty()) {
        xml.writeEmptyElement(u"alias"_s);
        xml.writeAttribute(u"name"_s, hostdev.alias);
    }
    if (hostdev.hidesRom || !hostdev.rom.isEmpty()) {
        xml.writeEmptyElement(u"rom"_s);
        if (hostdev.hidesRom)
            xml.writeAttribute(u"bar"_s, u"off"_s);
        else
            xml.writeAttribute(u"file"_s, hostdev.rom);
    }
    if (hostdev.guest) {
        xml.writeEmptyElement(u"address"_s);
        xml.writeAttribute(u"type"_s, u"pci"_s);
        writePciAddress(xml, *hostdev.guest);
        if (hostdev.isMultifunction)
            xml.writeAttribute(u"multifunction"_s, u"on"_s);
    }
    xml.writeEndElement();
}

QString commentText(const QString &text)
{
    QString clean;
    for (const char32_t c : text.toUcs4()) {
        if (c == U'-' && clean.endsWith(u'-'))
            clean += u' ';
        if (QChar::isSpace(c))
            clean += u' ';
        else
            clean += QChar::fromUcs4(QChar::isPrint(c) ? c : char32_t(QChar::ReplacementCharacter));
    }
    return u' ' + clean.simplified() + u' ';
}

quint64 addressSpaceOf(const QList<AssignedTogether> &all)
{
    constexpr quint64 unbelievable = quint64(1) << 52; // more than any CPU addresses
    quint64 total = 0;
    for (const AssignedTogether &functions : all) {
        for (const Function *function : functions) {
            quint64 port = 0;
            for (const Bar &bar : function->bars) {
                if (bar.kind == Bar::Kind::Memory64)
                    port += std::min(bar.size, unbelievable);
            }
            total += port == 0 ? 0 : std::bit_ceil(std::min(port, unbelievable));
        }
    }
    return total;
}

}
