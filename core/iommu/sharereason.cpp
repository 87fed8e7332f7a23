// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "isolation.h"
#include "merge.h"
#include "core/pci/pciclass.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using Functions = QList<const Function *>;

/// All of the group that is not a bridge is one card: it travels as a whole anyway.
bool isOneCard(const Functions &members)
{
    Functions devices = members;
    devices.removeIf([](const Function *member) {
        return isBridge(*member);
    });
    return !devices.isEmpty() && std::ranges::all_of(devices, [&devices](const Function *device) {
        return device->address.sameSlot(devices.first()->address);
    });
}

QString oneCardRemedy()
{
    return i18nc(
        "@info remedy",
        "Nothing needs to be done: the bridge stays with the host, and the rest of the group is one card that goes to the virtual machine as a whole.");
}

QString portName(const Snapshot &snapshot, const Function &port)
{
    const QString address = port.address.toShortString();
    if (!bridgeAbove(snapshot, port))
        return i18nc("@info %1 is a PCI address", "Root port %1", address);
    if (port.capabilities && port.capabilities->pcieType == PcieType::DownstreamPort)
        return i18nc("@info %1 is a PCI address", "Switch port %1", address);
    return i18nc("@info %1 is a PCI address", "Bridge %1", address);
}

/// "Request Redirect, Upstream Forwarding"
QString missingWords(const Acs &acs)
{
    const quint16 missing = missingAcs(acs);
    QStringList keywords;
    if (missing & Acs::SourceValidation)
        keywords << u"Source Validation"_s;
    if (missing & Acs::RequestRedirect)
        keywords << u"P2P Request Redirect"_s;
    if (missing & Acs::CompletionRedirect)
        keywords << u"P2P Completion Redirect"_s;
    if (missing & Acs::UpstreamForwarding)
        keywords << u"Upstream Forwarding"_s;
    return keywords.join(u", "_s);
}

QString unreadNote(const Merge &merge)
{
    const Function *unread = merge.mergingBridge;
    for (const Function *function : {merge.other, merge.one}) {
        if (unread->capabilities)
            unread = function;
    }
    const QString address = unread->address.toShortString();
    if (!unread->capabilities && unread->capabilities.why() == Unread::Suspended)
        return i18nc("@info appended to a reason", "This is the likely reason; %1 is asleep and was not woken to make sure.", address);
    return i18nc("@info appended to a reason",
                 "This is the likely reason; to be sure, the configuration space of %1 has to be read, which needs administrator rights.",
                 address);
}

QString portText(const Snapshot &snapshot, const Function &port)
{
    const QString name = portName(snapshot, port);
    if (!port.capabilities)
        return i18nc("@info %1 is like 'Root port 00:01.0'", "%1 does not keep what is behind it apart from the rest, so all of it shares one group.", name);
    if (!port.capabilities->acs)
        return i18nc("@info %1 is like 'Root port 00:01.0'",
                     "%1 has no Access Control Services (ACS) to keep what is behind it apart from the rest, so all of it shares one group.",
                     name);
    return i18nc(
        "@info %1 is like 'Root port 00:01.0', %2 is a list of features",
        "%1 does not keep what is behind it apart from the rest, so all of it shares one group: of its Access Control Services (ACS), %2 is switched off.",
        name,
        missingWords(*port.capabilities->acs));
}

QString portRemedy(const Snapshot &snapshot, const Function &port, const Functions &members)
{
    if (isOneCard(members))
        return oneCardRemedy();
    if (!bridgeAbove(snapshot, port))
        return i18nc("@info remedy", "A card can be moved to a slot behind another root port. Look for an ACS setting in the firmware setup, too.");
    return i18nc("@info remedy",
                 "A card can be moved to a slot that is not behind this switch, usually the one nearest to the processor. Look for an ACS setting in the "
                 "firmware setup, too.");
}

QString deviceName(const Function &function)
{
    return function.address.toShortString().chopped(2);
}

QString multifunctionText(const Snapshot &snapshot, const Function &mergingBridge)
{
    const Functions slotMates = snapshot.slotOf(mergingBridge.address);
    const bool withSwitch = bridgeAbove(snapshot, mergingBridge) && std::ranges::any_of(slotMates, [](const Function *mate) {
                                return isBridge(*mate);
                            });
    if (withSwitch)
        return i18nc("@info %1 is a PCI address without function number",
                     "The functions of device %1 may reach each other past the IOMMU, and one of them is a switch, so they and everything behind the switch "
                     "share one group.",
                     deviceName(mergingBridge));
    return i18nc("@info %1 is a PCI address without function number",
                 "The functions of device %1 may reach each other past the IOMMU, so they share one group.",
                 deviceName(mergingBridge));
}

QString multifunctionRemedy(const Snapshot &snapshot, const Function &mergingBridge, const Functions &members)
{
    if (!bridgeAbove(snapshot, mergingBridge))
        return i18nc("@info remedy", "These functions are built into the chipset or the processor and cannot be parted.");
    if (isOneCard(members))
        return i18nc("@info remedy", "Nothing needs to be done: the functions of one card go to the virtual machine together, as a GPU and its audio do.");
    return i18nc("@info remedy", "A card can be moved to a slot that is not behind this device, usually the one nearest to the processor.");
}

QString aliasText(const Merge &merge)
{
    if (isBehindVmd(*merge.one))
        return i18nc("@info %1 is a PCI address",
                     "Intel VMD controller %1 hides the devices behind it from the IOMMU: all they do happens under its requester ID.",
                     merge.mergingBridge->address.toShortString());
    return i18nc("@info %1 and %2 are PCI addresses",
                 "%1 is known to send its DMA under the requester ID of %2.",
                 merge.mergingBridge->address.toShortString(),
                 merge.other->address.toShortString());
}

QString aliasRemedy(const Merge &merge, const Functions &members)
{
    if (isBehindVmd(*merge.one))
        return i18nc("@info remedy",
                     "To have groups of their own for these devices, switch VMD off in the firmware setup. Check first that the installed systems still start "
                     "without it.");
    return isOneCard(members) ? i18nc("@info remedy", "Nothing needs to be done: the functions of one card go to the virtual machine together.") : QString();
}

QString conventionalText(const Snapshot &snapshot, const Function &bridge)
{
    return i18nc("@info %1 is like 'Bridge 03:00.0'",
                 "%1 leads to conventional PCI: the IOMMU cannot tell apart what is behind it, so all of it shares one group.",
                 portName(snapshot, bridge));
}

QString conventionalRemedy(const Functions &members)
{
    return isOneCard(members) ? oneCardRemedy() : i18nc("@info remedy", "Only a slot that is not behind this bridge helps.");
}
}

QString toKeyword(ShareReason::Kind kind)
{
    switch (kind) {
    case ShareReason::Kind::PortWithoutIsolation:
        return u"port-without-isolation"_s;
    case ShareReason::Kind::MultifunctionWithoutIsolation:
        return u"multifunction-without-isolation"_s;
    case ShareReason::Kind::ConventionalBridge:
        return u"conventional-bridge"_s;
    case ShareReason::Kind::DmaAlias:
        return u"dma-alias"_s;
    case ShareReason::Kind::DisagreesWithRules:
        return u"disagrees-with-rules"_s;
    case ShareReason::Kind::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

ShareReason explained(const Snapshot &snapshot, const Merge &merge, const Functions &members)
{
    const Function &mergingBridge = *merge.mergingBridge;
    ShareReason reason{.kind = merge.kind, .address = mergingBridge.address, .certain = merge.certain, .text = {}, .remedy = {}};
    switch (merge.kind) {
    case ShareReason::Kind::PortWithoutIsolation:
        reason.text = portText(snapshot, mergingBridge);
        reason.remedy = portRemedy(snapshot, mergingBridge, members);
        break;
    case ShareReason::Kind::MultifunctionWithoutIsolation:
        reason.text = multifunctionText(snapshot, mergingBridge);
        reason.remedy = multifunctionRemedy(snapshot, mergingBridge, members);
        break;
    case ShareReason::Kind::ConventionalBridge:
        reason.text = conventionalText(snapshot, mergingBridge);
        reason.remedy = conventionalRemedy(members);
        break;
    case ShareReason::Kind::DmaAlias:
        reason.text = aliasText(merge);
        reason.remedy = aliasRemedy(merge, members);
        break;
    case ShareReason::Kind::DisagreesWithRules:
    case ShareReason::Kind::Unknown:
        return unexplained(mergingBridge, merge.kind, false);
    }
    if (!merge.certain)
        reason.text += u' ' + unreadNote(merge);
    return reason;
}

ShareReason unexplained(const Function &function, ShareReason::Kind kind, bool keptApart)
{
    const QString address = function.address.toShortString();
    ShareReason reason{.kind = kind, .address = function.address, .certain = kind != ShareReason::Kind::Unknown, .text = {}, .remedy = {}};
    if (kind == ShareReason::Kind::Unknown) {
        reason.text =
            i18nc("@info %1 is a PCI address", "Why %1 is in this group is not known: the configuration space on which it depends could not be read.", address);
        reason.remedy = i18nc("@info remedy", "Look again with administrator rights.");
    } else if (keptApart) {
        reason.text =
            i18nc("@info %1 is a PCI address",
                  "By the kernel's usual rules %1 would be in this group too, but this kernel keeps it apart. What is shown is the kernel's grouping.",
                  address);
        reason.remedy = i18nc("@info remedy", "Check whether the kernel runs with an ACS override: then its groups do not prove that devices are isolated.");
    } else {
        reason.text =
            i18nc("@info %1 is a PCI address",
                  "By the kernel's usual rules %1 would have a group of its own, but this kernel puts it here. What is shown is the kernel's grouping.",
                  address);
    }
    return reason;
}

}
