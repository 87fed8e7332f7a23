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

/// Each host slot gets a root port of its own in a q35 guest, whose bus 0 takes no hot-pluggable PCI Express device
/// (https://libvirt.org/pci-hotplug.html). New virtual machines come with ports for buses 1 to 14 and use the first
/// few themselves; libvirt adds the port of any further bus that a device names.
constexpr int firstGuestBus = 8;
constexpr int lastGuestBus = 0xff;

/// What goes to the guest as one device, in address order.
using AssignedTogether = QList<const Function *>;

Error notThere(const PciAddress &address)
{
    return {
        i18nc("@info %1 is a PCI address", "There is no PCI function %1 in this machine.", address.toString()),
        QString(),
        i18nc("@info", "“turnout list” shows the addresses of the GPUs."),
    };
}

Error cannotTravel(const Function &function)
{
    return {
        i18nc("@info %1 is a PCI address, %2 a device name",
              "%1 (%2) cannot be given to a virtual machine.",
              function.address.toString(),
              displayName(function)),
        i18nc("@info", "It is a bridge, which always stays with the host."),
        i18nc("@info", "Name a device behind it; “turnout list” shows the GPUs."),
    };
}

Error nothingAsked()
{
    return {
        i18nc("@info", "No device was named."),
        QString(),
        i18nc("@info", "Name at least one PCI address; “turnout list” shows those of the GPUs."),
    };
}

Error tooMany()
{
    return {
        i18nc("@info", "These are too many devices for one virtual machine."),
        i18nc("@info", "A virtual machine has PCI buses for %1 of them.", lastGuestBus - firstGuestBus + 1),
        i18nc("@info", "Name fewer devices."),
    };
}

Result<QList<AssignedTogether>> allAssignedTogether(const Snapshot &snapshot, const QList<PciAddress> &asked)
{
    QList<AssignedTogether> all;
    for (const PciAddress &address : asked) {
        const Function *function = snapshot.function(address);
        if (!function)
            return notThere(address);
        if (staysWithHost(*function))
            return cannotTravel(*function);
        const AssignedTogether assignedTogether = assignedTogetherWith(snapshot, *function);
        if (!all.contains(assignedTogether))
            all += assignedTogether;
    }
    if (all.isEmpty())
        return nothingAsked();
    if (all.size() > lastGuestBus - firstGuestBus + 1)
        return tooMany();
    return all;
}

/// Names come from files anybody may have written. A comment takes no "--" (XML 1.0, 2.5) and no control characters.
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

/// Writes the elements into one document.
class HostdevWriter
{
public:
    HostdevWriter(const Snapshot &snapshot, const QList<AssignedTogether> &all)
        : m_snapshot(snapshot)
        , m_all(all)
        , m_devices(m_document.createElement(u"devices"_s))
    {
        m_document.appendChild(m_devices);
        for (qsizetype i = 0; i < all.size(); ++i)
            addDevice(all[i], int(firstGuestBus + i));
    }

    QDomDocument document() const
    {
        return m_document;
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
        // The guest's function numbers equal the host's, except that a device without function 0 would not be found.
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

    /// Says what else keeps the device's groups, of which it may have several, from the guest: libvirt's own message
    /// names the group only.
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
                if (!isGiven(*groupBlocker))
                    addGroupBlocker(*groupBlocker, *group);
            }
        }
    }

    void addGroupBlocker(const Function &groupBlocker, const Group &group)
    {
        addComment(i18nc("@info XML comment, %1 is a PCI address, %2 a device name, %3 a driver, %4 a group number",
                         "Will not start as long as %1 (%2) has the host driver %3: it shares IOMMU group %4",
                         groupBlocker.address.toString(),
                         displayName(groupBlocker),
                         groupBlocker.driver.valueOr(QString()),
                         QString::number(number(group.id))));
    }

    bool isGiven(const Function &function) const
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
        QDomElement hostdev = append(m_devices, u"hostdev"_s);
        hostdev.setAttribute(u"mode"_s, u"subsystem"_s);
        hostdev.setAttribute(u"type"_s, u"pci"_s);
        hostdev.setAttribute(u"managed"_s, u"yes"_s);
        QDomElement source = append(hostdev, u"source"_s);
        addAddress(source, function.address);
        QDomElement address = addAddress(hostdev, guest);
        address.setAttribute(u"type"_s, u"pci"_s);
        if (isMultifunction && guest.function == 0)
            address.setAttribute(u"multifunction"_s, u"on"_s);
    }

    QDomElement addAddress(QDomElement &parent, const PciAddress &address)
    {
        QDomElement element = append(parent, u"address"_s);
        element.setAttribute(u"domain"_s, hex(address.domain, 4));
        element.setAttribute(u"bus"_s, hex(address.bus, 2));
        element.setAttribute(u"slot"_s, hex(address.device, 2));
        element.setAttribute(u"function"_s, hex(address.function, 1));
        return element;
    }

    void addComment(const QString &text)
    {
        m_devices.appendChild(m_document.createComment(commentText(text)));
    }

    QDomElement append(QDomElement &parent, const QString &name)
    {
        return parent.appendChild(m_document.createElement(name)).toElement();
    }

    const Snapshot &m_snapshot;
    const QList<AssignedTogether> &m_all;
    QDomDocument m_document;
    QDomElement m_devices;
};

/// The order in which libvirt prints attributes; QDom keeps them in a hash, which has none.
QList<QDomAttr> orderedAttributes(const QDomElement &element)
{
    static const QStringList order = {u"mode"_s, u"type"_s, u"managed"_s, u"domain"_s, u"bus"_s, u"slot"_s, u"function"_s, u"multifunction"_s};
    const QDomNamedNodeMap map = element.attributes();
    QList<QDomAttr> attributes;
    for (int i = 0; i < map.count(); ++i)
        attributes += map.item(i).toAttr();
    std::ranges::sort(attributes, {}, [](const QDomAttr &attribute) {
        return order.indexOf(attribute.name());
    });
    return attributes;
}

void writeNode(QXmlStreamWriter &writer, const QDomNode &node)
{
    if (node.isComment())
        return writer.writeComment(node.nodeValue());
    const QDomElement element = node.toElement();
    writer.writeStartElement(element.tagName());
    for (const QDomAttr &attribute : orderedAttributes(element))
        writer.writeAttribute(attribute.name(), attribute.value());
    for (QDomNode child = element.firstChild(); !child.isNull(); child = child.nextSibling())
        writeNode(writer, child);
    writer.writeEndElement();
}

}

Result<QDomDocument> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus)
{
    const Result<QList<AssignedTogether>> all = allAssignedTogether(snapshot, gpus);
    if (!all)
        return all.error();
    return HostdevWriter(snapshot, *all).document();
}

QString toText(const QDomDocument &document)
{
    QString text;
    QXmlStreamWriter writer(&text);
    writer.setAutoFormatting(true);
    writer.setAutoFormattingIndent(2);
    const QDomElement devices = document.documentElement();
    for (QDomNode node = devices.firstChild(); !node.isNull(); node = node.nextSibling())
        writeNode(writer, node);
    return text.trimmed() + u'\n';
}

}
