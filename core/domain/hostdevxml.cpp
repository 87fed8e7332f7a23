// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdevxml.h"

#include "hostdevplan.h"

namespace core
{

namespace
{
/// Each host slot gets its own root port in a q35 guest, whose bus 0 does not support PCI Express hotplug
/// (https://libvirt.org/pci-hotplug.html). New VMs have ports for buses 1 to 14 and use the first few themselves;
/// libvirt adds the port of any further bus.
constexpr int firstGuestBus = 8;
}

Result<QString> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus, const QList<PciAddress> &with, const QList<PciAddress> &without)
{
    const Result<QList<AssignedTogether>> all = allAssignedTogether(snapshot, gpus, with, without);
    if (!all)
        return all.error();
    const HostdevOptions options{.keepsLayout = true, .rom = {}, .hidesRom = false, .usesIommufd = false, .driver = {}};
    QString text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    for (const Hostdev &hostdev : planHostdevs(snapshot, *all, options, firstGuestBus))
        writeHostdev(xml, hostdev);
    return QString(text.trimmed() + u'\n');
}

}
