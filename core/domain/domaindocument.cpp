// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domaindocument.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

Result<XmlTree> parseDomain(const QByteArray &xml)
{
    Result<XmlTree> tree = XmlTree::parse(xml);
    if (!tree || tree->root()->name == "domain"_L1)
        return tree;
    return Error{i18nc("@info", "The file is not a domain of libvirt."),
                 i18nc("@info %1 is the name of an XML element", "Its root is <%1>, not <domain>.", tree->root()->name.left(40)),
                 i18nc("@info", "Export the domain: virsh dumpxml --inactive NAME")};
}

std::optional<PciAddress> pciAddressOf(const XmlNode &address)
{
    if (!address)
        return {};
    const auto number = [&address](QStringView name, quint64 most) -> std::optional<quint64> {
        if (!address.has(name))
            return 0;
        const std::optional<quint64> value = parseLibvirtNumber(address.attribute(name));
        return value && *value <= most ? value : std::nullopt;
    };
    const auto domain = number(u"domain", 0xffffffff);
    const auto bus = number(u"bus", 0xff);
    const auto slot = number(u"slot", 0x1f);
    const auto function = number(u"function", 7);
    if (!domain || !bus || !slot || !function)
        return {};
    return PciAddress{quint32(*domain), quint8(*bus), quint8(*slot), quint8(*function)};
}

std::optional<PciAddress> sourceOf(const XmlNode &hostdev)
{
    // libvirt's defaults: a hostdev without mode is a subsystem, one without type is not of PCI.
    if (hostdev.attribute(u"type") != u"pci" || (hostdev.has(u"mode") && hostdev.attribute(u"mode") != u"subsystem"))
        return {};
    return pciAddressOf(hostdev.child(u"source").child(u"address"));
}

std::optional<PciAddress> guestAddressOf(const XmlNode &device)
{
    const XmlNode address = device.child(u"address");
    return address.attribute(u"type") == u"pci" && address.has(u"slot") ? pciAddressOf(address) : std::nullopt;
}

QList<XmlNode> pciHostdevs(const XmlTree &domain)
{
    QList<XmlNode> all = domain.root().child(u"devices").children(u"hostdev");
    all.removeIf([](const XmlNode &hostdev) {
        return !sourceOf(hostdev);
    });
    return all;
}

bool isPcieMachine(const XmlTree &domain)
{
    const QString machine = domain.root().child(u"os").child(u"type").attribute(u"machine");
    return machine.contains("q35"_L1);
}

qsizetype beginOfComments(const QString &text, const XmlNode &node)
{
    qsizetype begin = node->startTag.begin;
    while (true) {
        qsizetype end = begin;
        while (end > 0 && text[end - 1].isSpace())
            --end;
        if (end < 3 || QStringView(text).sliced(end - 3, 3) != u"-->")
            return begin;
        const qsizetype open = text.lastIndexOf("<!--"_L1, end - 3);
        if (open < 0 || !QStringView(text).sliced(open + 4).trimmed().startsWith(QLatin1StringView(commentMark)))
            return begin;
        begin = open;
    }
}

}
