// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdevxml.h"

#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QXmlStreamWriter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{

/// Each host slot gets its own root port in a q35 guest, whose bus 0 does not support PCI Express hotplug
/// (https://libvirt.org/pci-hotplug.html). New VMs have ports for buses 1 to 14 and use the first few themselves;
/// libvirt adds the port of any further bus.
constexpr int firstGuestBus = 8;
constexpr int lastGuestBus = 0xff;

/// The functions of one guest device, in address order.
using AssignedTogether = QList<const Function *>;

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
        i18nc("@info %1 is a PCI address, %2 a device name",
              "%1 (%2) cannot be assigned to VMs.",
              function.address.toString(),
              displayName(function)),
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
        i18nc("@info", "A VM has PCI buses for %1 devices.", lastGuestBus - firstGuestBus + 1),
        i18nc("@info", "Name fewer devices."),
    };
}

Result<QList<AssignedTogether>> allAssignedTogether(const Snapshot &snapshot, const QList<PciAddress> &requested)
{
    QList<AssignedTogether> all;
    for (const PciAddress &address : requested) {
        const Function *function = snapshot.function(address);
        if (!function)
            return noSuchFunction(address);
        if (staysWithHost(*function))
            return cannotBeAssigned(*function);
        const AssignedTogether assignedTogether = assignedTogetherWith(snapshot, *function);
        if (!all.contains(assignedTogether))
            all += assignedTogether;
    }
    if (all.isEmpty())
        return noDevice();
    if (all.size() > lastGuestBus - firstGuestBus + 1)
        return tooMany();
    return all;
}

/// Names may come from untrusted files. A comment must not contain "--" (XML 1.0, 2.5) or control characters.
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

QString hex(quint32 value, int digits)
{
    return u"0x%1"_s.arg(value, digits, 16, QLatin1Char('0'));
}

/// Writes the elements in libvirt's order of attributes.
class HostdevWriter
{
public:
    HostdevWriter(const Snapshot &snapshot, const QList<AssignedTogether> &all)
        : m_snapshot(snapshot)
        , m_all(all)
        , m_xml(&m_text)
    {
        m_xml.setAutoFormatting(true);
        m_xml.setAutoFormattingIndent(2);
        for (qsizetype i = 0; i < all.size(); ++i)
            addDevice(all[i], int(firstGuestBus + i));
    }

    QString text() const
    {
        return m_text.trimmed() + u'\n';
    }

private:
    void addDevice(const AssignedTogether &functions, int guestBus)
    {
        if (functions.size() > 1)
            addComment(i18ncp("@info XML comment, %2 is a GPU's name",
                              "%2: the only function of its slot",
                              "%2: the %1 functions of its slot, as one device of the guest",
                              functions.size(),
                              displayName(*mainFunction(functions))));
        addGroupBlockers(functions);
        // The guest's function numbers equal the host's, but a device without function 0 would not be found.
        const quint8 lowest = functions.first()->address.function;
        for (const Function *function : functions)
            addFunction(*function, {0, quint8(guestBus), 0, quint8(function->address.function - lowest)}, functions.size() > 1);
    }

    static const Function *mainFunction(const AssignedTogether &functions)
    {
        const auto display = std::ranges::find_if(functions, [](const Function *function) {
            return isDisplay(*function);
        });
        return display == functions.end() ? functions.first() : *display;
    }

    /// Names the group blockers of the device: libvirt's own message names only the group.
    void addGroupBlockers(const AssignedTogether &functions)
    {
        QList<const Group *> groups;
        for (const Function *function : functions) {
            const Group *group = function->group ? m_snapshot.group(*function->group) : nullptr;
            if (group && !groups.contains(group))
                groups += group;
        }
        for (const Group *group : std::as_const(groups)) {
            for (const Function *groupBlocker : groupBlockers(m_snapshot, *group, functions.first()->address)) {
                if (!isRequested(*groupBlocker))
                    addGroupBlocker(*groupBlocker, *group);
            }
        }
    }

    void addGroupBlocker(const Function &groupBlocker, const Group &group)
    {
        addComment(i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 a driver, %4 a group number",
                         "The VM will not start while %1 (%2) is bound to the host driver %3: it shares IOMMU group %4",
                         groupBlocker.address.toString(),
                         displayName(groupBlocker),
                         groupBlocker.driver.valueOr(QString()),
                         QString::number(number(group.id))));
    }

    bool isRequested(const Function &function) const
    {
        return std::ranges::any_of(m_all, [&](const AssignedTogether &functions) {
            return functions.contains(&function);
        });
    }

    void addFunction(const Function &function, const PciAddress &guest, bool isMultifunction)
    {
        const QString group = function.group ? i18nc("@info XML comment, part of a line", "IOMMU group %1", QString::number(number(*function.group)))
                                             : i18nc("@info XML comment, part of a line", "no IOMMU group");
        addComment(i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 names the IOMMU group",
                         "%1: %2, %3",
                         function.address.toString(),
                         displayName(function),
                         group));
        m_xml.writeStartElement(u"hostdev"_s);
        m_xml.writeAttribute(u"mode"_s, u"subsystem"_s);
        m_xml.writeAttribute(u"type"_s, u"pci"_s);
        m_xml.writeAttribute(u"managed"_s, u"yes"_s);
        m_xml.writeStartElement(u"source"_s);
        m_xml.writeEmptyElement(u"address"_s);
        writeAddress(function.address);
        m_xml.writeEndElement();
        m_xml.writeEmptyElement(u"address"_s);
        m_xml.writeAttribute(u"type"_s, u"pci"_s);
        writeAddress(guest);
        if (isMultifunction && guest.function == 0)
            m_xml.writeAttribute(u"multifunction"_s, u"on"_s);
        m_xml.writeEndElement();
    }

    void writeAddress(const PciAddress &address)
    {
        m_xml.writeAttribute(u"domain"_s, hex(address.domain, 4));
        m_xml.writeAttribute(u"bus"_s, hex(address.bus, 2));
        m_xml.writeAttribute(u"slot"_s, hex(address.device, 2));
        m_xml.writeAttribute(u"function"_s, hex(address.function, 1));
    }

    void addComment(const QString &text)
    {
        m_xml.writeComment(commentText(text));
    }

    const Snapshot &m_snapshot;
    const QList<AssignedTogether> &m_all;
    QString m_text;
    QXmlStreamWriter m_xml;
};
}

Result<QString> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus)
{
    const Result<QList<AssignedTogether>> all = allAssignedTogether(snapshot, gpus);
    if (!all)
        return all.error();
    return HostdevWriter(snapshot, *all).text();
}

}
