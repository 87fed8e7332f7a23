// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "assignedtogether.h"
#include "isolation.h"
#include "merge.h"
#include "movable.h"
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

/// Whether all of the group but bridges is one card, which is assigned as a whole anyway.
bool isOneCard(const Snapshot &snapshot, const Functions &members)
{
    Functions devices = members;
    devices.removeIf([](const Function *member) {
        return isBridge(*member);
    });
    const auto areOneSlot = std::ranges::all_of(devices, [&devices](const Function *device) {
        return device->address.sameSlot(devices.first()->address);
    });
    if (devices.isEmpty() || areOneSlot)
        return !devices.isEmpty();
    const auto gpu = std::ranges::find_if(devices, [](const Function *device) {
        return isGpu(*device);
    });
    if (gpu == devices.end())
        return false;
    const Companions companions = companionsOf(snapshot, **gpu);
    return std::ranges::all_of(devices, [&companions](const Function *device) {
        return companions.required.contains(device) || companions.card.contains(device);
    });
}

bool canMoveAny(const Snapshot &snapshot, const Functions &members)
{
    return std::ranges::any_of(members, [&snapshot](const Function *member) {
        return canBeMoved(snapshot, *member);
    });
}

/// For a group of which nothing can be moved.
QString fixedRemedy()
{
    return i18nc("@info remedy", "Look for an ACS setting in the firmware setup: the devices of this group cannot be moved.");
}

QString oneCardRemedy()
{
    return i18nc(
        "@info remedy",
        "No change is needed: the bridge stays with the host, and the rest of the group is one card that is assigned as a whole.");
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
QString missingFeatures(const Acs &acs)
{
    const quint16 missing = missingAcs(acs);
    QStringList features;
    if (missing & Acs::SourceValidation)
        features << u"Source Validation"_s;
    if (missing & Acs::RequestRedirect)
        features << u"P2P Request Redirect"_s;
    if (missing & Acs::CompletionRedirect)
        features << u"P2P Completion Redirect"_s;
    if (missing & Acs::UpstreamForwarding)
        features << u"Upstream Forwarding"_s;
    return features.join(u", "_s);
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
        return i18nc("@info appended to a reason", "This reason is likely but not certain: %1 is suspended and was not woken.", address);
    return i18nc("@info appended to a reason",
                 "This reason is likely but not certain: reading the configuration space of %1 needs administrator rights.",
                 address);
}

QString portText(const Snapshot &snapshot, const Function &port)
{
    const QString name = portName(snapshot, port);
    if (!port.capabilities)
        return i18nc("@info %1 is like 'Root port 00:01.0'", "%1 does not isolate the devices behind it, so they share one group.", name);
    if (!port.capabilities->acs)
        return i18nc("@info %1 is like 'Root port 00:01.0'",
                     "%1 has no Access Control Services (ACS) to isolate the devices behind it, so they share one group.",
                     name);
    return i18nc(
        "@info %1 is like 'Root port 00:01.0', %2 is a list of features",
        "%1 does not isolate the devices behind it, so they share one group: of its Access Control Services (ACS), %2 is off.",
        name,
        missingFeatures(*port.capabilities->acs));
}

QString deviceName(const Function &function)
{
    return function.address.toShortString().chopped(2);
}

QString portRemedy(const Snapshot &snapshot, const Function &port, const Functions &members)
{
    if (isOneCard(snapshot, members))
        return oneCardRemedy();
    if (!canMoveAny(snapshot, members))
        return fixedRemedy();
    if (const Functions split = splitPorts(snapshot, port); !split.isEmpty())
        return i18nc("@info remedy, %1 is a PCI address without function number",
                     "Move a card or disk to a slot that is not behind device %1, whose lanes the board splits among several slots, or look for an ACS setting in the firmware setup.",
                     deviceName(port));
    if (!bridgeAbove(snapshot, port))
        return i18nc("@info remedy", "Move a card to a slot behind another root port, or look for an ACS setting in the firmware setup.");
    return i18nc("@info remedy",
                 "Move a card to a slot that is not behind this switch, usually the one nearest to the processor, or look for an ACS setting in the "
                 "firmware setup.");
}

QString multifunctionText(const Snapshot &snapshot, const Function &mergingBridge)
{
    const Functions slotMates = snapshot.slotOf(mergingBridge.address);
    const bool withSwitch = bridgeAbove(snapshot, mergingBridge) && std::ranges::any_of(slotMates, [](const Function *mate) {
                                return isBridge(*mate);
                            });
    if (withSwitch)
        return i18nc("@info %1 is a PCI address without function number",
                     "The functions of device %1 may reach each other past the IOMMU, and one of them is a switch. They and all devices behind the switch "
                     "share one group.",
                     deviceName(mergingBridge));
    return i18nc("@info %1 is a PCI address without function number",
                 "The functions of device %1 may reach each other past the IOMMU, so they share one group.",
                 deviceName(mergingBridge));
}

QString multifunctionRemedy(const Snapshot &snapshot, const Function &mergingBridge, const Functions &members)
{
    if (!bridgeAbove(snapshot, mergingBridge))
        return i18nc("@info remedy", "Leave them as they are: these functions are part of the chipset or the processor and cannot be separated.");
    if (isOneCard(snapshot, members))
        return i18nc("@info remedy", "No change is needed: the functions of one card, such as a GPU and its audio, are assigned together.");
    if (!canMoveAny(snapshot, members))
        return fixedRemedy();
    return i18nc("@info remedy", "Move a card to a slot that is not behind this device, usually the one nearest to the processor.");
}

QString aliasText(const Merge &merge)
{
    if (isBehindVmd(*merge.one))
        return i18nc("@info %1 is a PCI address",
                     "Intel VMD controller %1 hides the devices behind it from the IOMMU: all of them use its requester ID.",
                     merge.mergingBridge->address.toShortString());
    return i18nc("@info %1 and %2 are PCI addresses",
                 "%1 is known to use the requester ID of %2 for DMA.",
                 merge.mergingBridge->address.toShortString(),
                 merge.other->address.toShortString());
}

QString aliasRemedy(const Snapshot &snapshot, const Merge &merge, const Functions &members)
{
    if (isBehindVmd(*merge.one))
        return i18nc("@info remedy",
                     "Turn off VMD in the firmware setup to give these devices groups of their own. Check first that the installed systems boot "
                     "without it.");
    return isOneCard(snapshot, members) ? i18nc("@info remedy", "No change is needed: the functions of one card are assigned together.") : QString();
}

QString conventionalText(const Snapshot &snapshot, const Function &bridge)
{
    return i18nc("@info %1 is like 'Bridge 03:00.0'",
                 "%1 leads to conventional PCI. The IOMMU cannot distinguish the devices behind it, so they share one group.",
                 portName(snapshot, bridge));
}

QString conventionalRemedy(const Snapshot &snapshot, const Functions &members)
{
    if (isOneCard(snapshot, members))
        return oneCardRemedy();
    return canMoveAny(snapshot, members) ? i18nc("@info remedy", "Move a card to a slot that is not behind this bridge.") : fixedRemedy();
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

bool isWithinCard(const Snapshot &snapshot, const Merge &merge, const Functions &members)
{
    if (merge.kind != ShareReason::Kind::MultifunctionWithoutIsolation || isOneCard(snapshot, members))
        return false;
    const Functions mates = snapshot.slotOf(merge.mergingBridge->address);
    return std::ranges::any_of(mates, [](const Function *mate) {
        return isGpu(*mate);
    }) && std::ranges::none_of(mates, [](const Function *mate) {
        return isBridge(*mate);
    });
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
        reason.remedy = conventionalRemedy(snapshot, members);
        break;
    case ShareReason::Kind::DmaAlias:
        reason.text = aliasText(merge);
        reason.remedy = aliasRemedy(snapshot, merge, members);
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
            i18nc("@info %1 is a PCI address", "It is unknown why %1 is in this group: the configuration space that decides it could not be read.", address);
        reason.remedy = i18nc("@info remedy", "Run Turnout with administrator rights to find out.");
    } else if (keptApart) {
        reason.text =
            i18nc("@info %1 is a PCI address",
                  "By the kernel's usual rules, %1 would be in this group too, but this kernel separates it. Turnout shows the kernel's grouping.",
                  address);
        reason.remedy = i18nc("@info remedy", "Check whether the kernel runs with an ACS override. If so, its groups do not prove that devices are isolated.");
    } else {
        reason.text =
            i18nc("@info %1 is a PCI address",
                  "By the kernel's usual rules, %1 would have its own group, but this kernel puts it here. Turnout shows the kernel's grouping.",
                  address);
    }
    return reason;
}

}
