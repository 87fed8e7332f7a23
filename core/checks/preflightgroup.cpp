// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/grouping.h"
#include "core/iommu/movable.h"
#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
Finding iommuOff(const PreflightContext &context)
{
    return {.id = u"iommu-off"_s,
            .severity = Severity::Blocker,
            .address = context.gpu.address,
            .text = i18nc("@info",
                          "The IOMMU is off or missing, so no device can be assigned to VMs. Without it, nothing confines a device's memory access to its "
                          "VM."),
            .evidence = i18nc("@info", "/sys/kernel/iommu_groups: empty"),
            .remedy = i18nc("@info", "Turn on the IOMMU. “turnout doctor” shows what to change on this machine.")};
}

Finding noGroup(const Snapshot &snapshot, const Function &function)
{
    return {.id = u"no-iommu-group"_s,
            .severity = Severity::Blocker,
            .address = function.address,
            .text = i18nc("@info %1 is a PCI address and name",
                          "%1 is in no IOMMU group although other devices are. The IOMMU does not cover it, so it cannot be assigned to VMs.",
                          nameWithAddress(function)),
            .evidence = i18nc("@info %1 is a path", "%1: missing", attributePath(function, u"iommu_group"_s)),
            .remedy = canBeMoved(snapshot, function)
                ? i18nc("@info", "Try another slot. Also check for a firmware update and for kernel parameters that exclude devices from the IOMMU.")
                : i18nc("@info", "Check for a firmware update and for kernel parameters that exclude devices from the IOMMU.")};
}

QString separationRemedy(const PreflightContext &context)
{
    if (canBeMoved(context.snapshot, context.gpu))
        return i18nc("@info",
                     "Move the GPU to a slot with its own group, or unbind the other devices from their host drivers. “turnout groups” shows what "
                     "merges this group.");
    return i18nc("@info", "Unbind the other devices from their host drivers, if the host can do without them. “turnout groups” shows what merges this group.");
}

Finding notViable(const PreflightContext &context, const Group &group, const QList<const Function *> &in)
{
    QStringList names;
    QStringList evidence;
    QStringList subjects;
    for (const Function *groupBlocker : in) {
        subjects << groupBlocker->address.toString() + u' ' + *groupBlocker->driver;
        names << i18nc("@item %1 is a PCI address and name, %2 a driver", "%1 (driver %2)", nameWithAddress(*groupBlocker), *groupBlocker->driver);
        evidence << attributeEvidence(*groupBlocker, u"driver"_s, *groupBlocker->driver);
    }
    return {.id = u"group-not-viable"_s,
            .severity = Severity::Blocker,
            .address = context.gpu.address,
            .text = i18ncp(
                "@info %2 is a list of devices, %3 an IOMMU group number",
                "The host uses another device of IOMMU group %3: %2. A group is assigned as a whole or not at all, because the IOMMU cannot tell its "
                "members apart.",
                "The host uses %1 other devices of IOMMU group %3: %2. A group is assigned as a whole or not at all, because the IOMMU cannot tell its "
                "members apart.",
                int(in.size()),
                listed(names),
                number(group.id)),
            .evidence = listed(evidence, 8, "; "_L1),
            .remedy = separationRemedy(context),
            .subjects = subjects};
}

Finding acsOverride(const PreflightContext &context)
{
    return {.id = u"acs-override"_s,
            .severity = Severity::Caution,
            .address = context.gpu.address,
            .text =
                i18nc("@info",
                      "This kernel runs with an ACS override, which splits groups without proof that their members are isolated. A VM may be able to reach the "
                      "memory of other devices past the IOMMU."),
            .evidence = u"/proc/cmdline: pcie_acs_override="_s,
            .remedy = i18nc("@info", "Use it only for VMs that you trust, not to confine ones that you do not.")};
}

QStringList virtualFunctionsOf(const Snapshot &snapshot, const Function &physical)
{
    QStringList addresses;
    for (const Function &function : snapshot.functions) {
        if (function.physicalFunction == physical.address)
            addresses << function.address.toShortString();
    }
    return addresses;
}

/// Unbinding a physical function removes its virtual functions, even in use, or waits until they are released
/// (drivers/pci/iov.c, pci_disable_sriov; drivers/vfio/pci/vfio_pci_core.c, vfio_pci_core_unregister_device). A reset
/// clears VF Enable.
Finding hasVirtualFunctions(const Function &physical, const QStringList &virtualFunctions, int count)
{
    const QString number = attributePath(physical, u"sriov_numvfs"_s);
    return blocker(u"has-virtual-functions"_s,
                   physical,
                   virtualFunctions.isEmpty() ? i18ncp("@info %2 is a PCI address and name",
                                                       "%2 has one virtual function. It disappears with it, even while a VM uses it.",
                                                       "%2 has %1 virtual functions. They disappear with it, even while VMs use them.",
                                                       count,
                                                       nameWithAddress(physical))
                                              : i18ncp("@info %2 is a PCI address and name, %3 a list of PCI addresses",
                                                       "%2 has a virtual function, %3. It disappears with it, even while a VM uses it.",
                                                       "%2 has %1 virtual functions: %3. They disappear with it, even while VMs use them.",
                                                       int(virtualFunctions.size()),
                                                       nameWithAddress(physical),
                                                       listed(virtualFunctions)),
                   count > 0 ? attributeEvidence(physical, u"sriov_numvfs"_s, QString::number(physical.sriov->numVfs))
                             : i18nc("@info %1 is a list of PCI addresses", "/sys/bus/pci/devices/*/physfn of %1", listed(virtualFunctions)),
                   i18nc("@info %1 is a path", "Shut down the VMs that use them, then write 0 to %1 as root.", number));
}
}

Findings iommuFindings(const PreflightContext &context)
{
    if (const Findings findings = platformFindings(context); !findings.isEmpty())
        return findings;
    if (context.snapshot.groups.empty())
        return {iommuOff(context)};
    Findings findings;
    for (const Function *function : context.assignedTogether) {
        if (!function->group)
            findings.append(noGroup(context.snapshot, *function));
    }
    if (context.snapshot.machine.commandLine.contains("pcie_acs_override="_L1))
        findings.append(acsOverride(context));
    return findings;
}

/// sriov_numvfs counts virtual functions that the snapshot may lack.
Findings virtualFunctionFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.assignedTogether) {
        const QStringList virtualFunctions = virtualFunctionsOf(context.snapshot, *function);
        const int count = function->sriov ? function->sriov->numVfs : 0;
        if (!virtualFunctions.isEmpty() || count > 0)
            findings.append(hasVirtualFunctions(*function, virtualFunctions, count));
    }
    return findings;
}

Findings groupFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Group *group : context.groups) {
        const QList<const Function *> in = groupBlockers(context.snapshot, *group, context.assignedTogether);
        if (!in.isEmpty())
            findings.append(notViable(context, *group, in));
    }
    return findings + assignedTogetherFindings(context);
}

}
