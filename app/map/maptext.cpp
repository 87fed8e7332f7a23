// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "maptext.h"

#include "app/text/devicetext.h"
#include "app/text/format.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
QString dotted(QStringList parts)
{
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

/// The disks and network interfaces of the function, by the names users know.
QString useText(const core::Function &function)
{
    QStringList names;
    for (const core::BlockDevice &disk : function.blockDevices)
        names += disk.mounts && !disk.mounts->isEmpty() ? *disk.mounts : QStringList(disk.name);
    for (const core::NetworkInterface &interface : function.networkInterfaces)
        names += interface.name;
    return names.join(u", "_s);
}

QString row(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return {};
    return u"<tr><td style='padding-right:1em'>%1</td><td>%2</td></tr>"_s.arg(label.toHtmlEscaped(), value.toHtmlEscaped());
}
}

QString titleOf(const MapNode &node)
{
    switch (node.kind) {
    case NodeKind::RootBus:
        return i18nc("@info the bus that a PCI host bridge opens", "Root bus");
    case NodeKind::Port:
    case NodeKind::Minor:
        return node.function->address.toShortString();
    case NodeKind::Sibling:
        return dotted({kindText(*node.function), node.function->address.toShortString(), driverText(*node.function)});
    case NodeKind::Device:
    case NodeKind::Gpu:
        return core::displayName(*node.function);
    }
    Q_UNREACHABLE_RETURN({});
}

QString subtitleOf(const MapNode &node)
{
    switch (node.kind) {
    case NodeKind::RootBus:
        return node.title;
    case NodeKind::Port:
        return portText(*node.function);
    case NodeKind::Minor:
        return kindText(*node.function);
    case NodeKind::Sibling:
        return {};
    case NodeKind::Device:
        return dotted({node.function->address.toShortString(), driverText(*node.function), useText(*node.function)});
    case NodeKind::Gpu:
        return dotted({node.function->address.toShortString(), driverText(*node.function)});
    }
    Q_UNREACHABLE_RETURN({});
}

QString currentLink(const core::Function &function)
{
    return function.linkNow && function.linkNow->width != 0 ? linkText(*function.linkNow) : QString();
}

QString spokenName(const MapLayout &layout, const MapNode &node)
{
    if (!node.function)
        return titleOf(node) + u' ' + node.title;
    const core::Function &function = *node.function;
    QStringList parts{core::displayName(function)};
    if (node.kind == NodeKind::Port)
        parts += portText(function);
    parts += function.address.toShortString();
    if (function.group)
        parts += i18nc("@info spoken", "group %1", QString::number(core::number(*function.group)));
    if (node.kind != NodeKind::Port)
        parts += driverText(function);
    if (node.card >= 0) {
        const Card &card = layout.cards[size_t(node.card)];
        parts += verdictText(card.verdict, core::isOnVfio(function));
        for (const Badge &badge : card.badges)
            parts += badge.text;
    }
    if (node.blocksGroup)
        parts += i18nc("@info spoken", "keeps the group on the host");
    return parts.join(u", "_s);
}

QString toolTipOf(const MapLayout &layout, const MapNode &node, const Annotations &annotations)
{
    if (!node.function)
        return spokenName(layout, node).toHtmlEscaped();
    const core::Function &function = *node.function;
    QString text = u"<b>%1</b><table>"_s.arg(core::displayName(function).toHtmlEscaped());
    text += row(i18nc("@label", "Kind"), node.kind == NodeKind::Port ? portText(function) : kindText(function));
    text += row(i18nc("@label", "Address"), function.address.toString());
    text += row(i18nc("@label", "Driver"), driverText(function));
    if (function.group)
        text += row(i18nc("@label", "IOMMU group"), QString::number(core::number(*function.group)));
    text += row(i18nc("@label PCIe link", "Link"), currentLink(function));
    text += row(i18nc("@label", "Used as"), useText(function));
    text += u"</table>"_s;
    for (const core::Finding &finding : annotations.findings.value(function.address))
        text += u"<p>%1</p>"_s.arg(finding.text.toHtmlEscaped());
    if (node.blocksGroup)
        text += u"<p>%1</p>"_s.arg(i18nc("@info:tooltip", "This function shares the group of a GPU and keeps the GPU on the host.").toHtmlEscaped());
    return text;
}

QString toolTipOf(const GroupShape &group, const Annotations &annotations)
{
    QString text = u"<b>%1</b><p>%2</p>"_s.arg(
        groupText(group.id).toHtmlEscaped(),
        i18ncp("@info:tooltip", "%1 function, isolated from all others.", "%1 functions. A VM can use one of them only if the host uses none.", group.members)
            .toHtmlEscaped());
    for (const core::ShareReason &reason : annotations.shareReasons.value(core::number(group.id)))
        text += u"<p>%1</p>"_s.arg(QString(reason.text + u' ' + reason.remedy).trimmed().toHtmlEscaped());
    return text;
}

bool matches(const core::Function &function, const QString &text)
{
    const QString group = function.group ? groupText(*function.group) : QString();
    if (!group.isEmpty() && group.compare(text.simplified(), Qt::CaseInsensitive) == 0)
        return true;
    const QStringList haystack{function.address.toString(),
                               core::displayName(function),
                               function.vendorName,
                               function.deviceName,
                               function.subsystemName,
                               function.className,
                               kindText(function),
                               function.driver.valueOr(QString()),
                               useText(function)};
    return haystack.join(u'\n').contains(text.simplified(), Qt::CaseInsensitive);
}

}
