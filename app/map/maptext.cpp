// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "maptext.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
QString dotted(QStringList words)
{
    words.removeAll(QString());
    return words.join(u" · "_s);
}

QString driverText(const core::Function &function)
{
    if (function.driver)
        return *function.driver;
    switch (function.driver.why()) {
    case core::Unread::Absent:
        return i18nc("@info", "no driver");
    case core::Unread::NeedsPermission:
    case core::Unread::Suspended:
    case core::Unread::Vanished:
    case core::Unread::Malformed:
    case core::Unread::Busy:
        return i18nc("@info", "driver unknown");
    }
    Q_UNREACHABLE_RETURN({});
}

/// What hangs on the function that a user knows by name.
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

QString kindText(const core::Function &function)
{
    const quint32 sub = function.classCode >> 8;
    if (sub == 0x0108)
        return i18nc("@info kind of device", "NVMe disk");
    if (sub == 0x0106)
        return i18nc("@info kind of device", "SATA controller");
    if (core::isStorage(function))
        return i18nc("@info kind of device", "Storage controller");
    if (core::isNetwork(function))
        return sub == 0x0280 ? i18nc("@info kind of device", "Wireless card") : i18nc("@info kind of device", "Network card");
    if (core::isUsbController(function))
        return i18nc("@info kind of device", "USB controller");
    if (core::isAudio(function))
        return i18nc("@info kind of device", "Sound card");
    if (core::isDisplay(function))
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
        return i18nc("@info kind of device", "System part");
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

QString portText(const core::Function &function)
{
    const auto type = function.capabilities ? function.capabilities->pcieType : std::nullopt;
    if (!type)
        return i18nc("@info kind of PCI bridge", "Bridge");
    switch (*type) {
    case core::PcieType::RootPort:
        return i18nc("@info kind of PCI bridge", "Root port");
    case core::PcieType::UpstreamPort:
        return i18nc("@info kind of PCI bridge: the side of a switch that faces the CPU", "Switch, up");
    case core::PcieType::DownstreamPort:
        return i18nc("@info kind of PCI bridge: the side of a switch that faces the devices", "Switch, down");
    case core::PcieType::PcieToPciBridge:
        return i18nc("@info kind of PCI bridge", "PCIe to PCI");
    case core::PcieType::PciToPcieBridge:
        return i18nc("@info kind of PCI bridge", "PCI to PCIe");
    case core::PcieType::Endpoint:
    case core::PcieType::LegacyEndpoint:
    case core::PcieType::RootComplexEndpoint:
    case core::PcieType::RootComplexEventCollector:
        break;
    }
    return i18nc("@info kind of PCI bridge", "Bridge");
}

QString titleOf(const MapNode &node)
{
    switch (node.kind) {
    case NodeKind::RootBus:
        return i18nc("@info the bus that a PCI host bridge opens", "Root bus");
    case NodeKind::Port:
    case NodeKind::Minor:
        return node.function->address.toShortString();
    case NodeKind::Companion:
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
    case NodeKind::Companion:
        return {};
    case NodeKind::Device:
        return dotted({node.function->address.toShortString(), driverText(*node.function), useText(*node.function)});
    case NodeKind::Gpu:
        return dotted({node.function->address.toShortString(), driverText(*node.function)});
    }
    Q_UNREACHABLE_RETURN({});
}

QString linkText(const core::Function &function)
{
    if (!function.linkNow || function.linkNow->width == 0)
        return {};
    return i18nc("@info PCIe link: lanes and speed in GT/s, as in 'x16 at 8 GT/s'",
                 "x%1 at %2 GT/s",
                 function.linkNow->width,
                 QString::number(function.linkNow->speed / 1000.0));
}

QString verdictText(core::Verdict verdict, const core::Function &gpu)
{
    const bool onVfio = core::isOnVfio(gpu);
    switch (verdict) {
    case core::Verdict::Ready:
        return onVfio ? i18nc("@info:status on a GPU card", "Set for a virtual machine") : i18nc("@info:status on a GPU card", "Ready for a virtual machine");
    case core::Verdict::Caution:
        return i18nc("@info:status on a GPU card", "Can go to a virtual machine, with care");
    case core::Verdict::Blocked:
        return i18nc("@info:status on a GPU card", "Cannot go to a virtual machine");
    }
    Q_UNREACHABLE_RETURN({});
}

QString groupText(core::IommuGroupId id)
{
    return i18nc("@info IOMMU group", "Group %1", QString::number(core::number(id)));
}

QString spokenName(const MapLayout &layout, const MapNode &node)
{
    if (!node.function)
        return titleOf(node) + u' ' + node.title;
    const core::Function &function = *node.function;
    QStringList words{core::displayName(function)};
    if (node.kind == NodeKind::Port)
        words += portText(function);
    words += function.address.toShortString();
    if (function.group)
        words += i18nc("@info spoken", "group %1", QString::number(core::number(*function.group)));
    if (node.kind != NodeKind::Port)
        words += driverText(function);
    if (node.card >= 0) {
        const Card &card = layout.cards[size_t(node.card)];
        words += verdictText(card.verdict, function);
        for (const Badge &badge : card.badges)
            words += badge.text;
    }
    if (node.holdsBack)
        words += i18nc("@info spoken", "keeps the group on the host");
    return words.join(u", "_s);
}

QString toolTipOf(const MapLayout &layout, const MapNode &node, const MapAnnotations &annotations)
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
    text += row(i18nc("@label PCIe link", "Link"), linkText(function));
    text += row(i18nc("@label", "In use as"), useText(function));
    text += u"</table>"_s;
    for (const core::Finding &finding : annotations.findings.value(function.address))
        text += u"<p>%1</p>"_s.arg(finding.text.toHtmlEscaped());
    if (node.holdsBack)
        text += u"<p>%1</p>"_s.arg(i18nc("@info:tooltip", "Shares the group of a GPU and keeps it on the host.").toHtmlEscaped());
    return text;
}

QString toolTipOf(const GroupShape &group, const MapAnnotations &annotations)
{
    QString text = u"<b>%1</b><p>%2</p>"_s.arg(
        groupText(group.id).toHtmlEscaped(),
        i18ncp("@info:tooltip", "%1 function, isolated from the rest.", "%1 functions that go to a virtual machine together or not at all.", group.members)
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
