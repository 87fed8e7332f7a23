// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/grouping.h"
#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
Finding iommuOff(const PreflightCase &of)
{
    return {.id = u"iommu-off"_s,
            .severity = Severity::Blocker,
            .address = of.gpu.address,
            .text = i18nc("@info",
                          "The IOMMU is off or not there, so no device can be given to a virtual machine: nothing would confine the device's memory access to "
                          "that machine."),
            .evidence = i18nc("@info", "/sys/kernel/iommu_groups: empty"),
            .remedy = i18nc("@info", "Switch the IOMMU on. “turnout doctor” says what to change on this machine.")};
}

Finding noGroup(const Function &companion)
{
    return {.id = u"no-iommu-group"_s,
            .severity = Severity::Blocker,
            .address = companion.address,
            .text = i18nc("@info %1 is a PCI address and name",
                          "%1 is in no IOMMU group although other devices are: the IOMMU does not cover it, so it cannot be given to a virtual machine.",
                          nameWithAddress(companion)),
            .evidence = i18nc("@info %1 is a path", "%1: not there", attributePath(companion, u"iommu_group"_s)),
            .remedy =
                i18nc("@info", "Another slot may be covered. Look also for a firmware update and for kernel parameters that leave devices out of the IOMMU.")};
}

Finding notViable(const PreflightCase &of, const Group &group, const QList<const Function *> &in)
{
    QStringList names;
    QStringList evidence;
    for (const Function *groupBlocker : in) {
        names << i18nc("@item %1 is a PCI address and name, %2 a driver", "%1 (driver %2)", nameWithAddress(*groupBlocker), *groupBlocker->driver);
        evidence << attributeEvidence(*groupBlocker, u"driver"_s, *groupBlocker->driver);
    }
    return {.id = u"group-not-viable"_s,
            .severity = Severity::Blocker,
            .address = of.gpu.address,
            .text = i18ncp(
                "@info %2 is a list of devices, %3 an IOMMU group number",
                "The host uses another device of IOMMU group %3: %2. A group goes to a virtual machine as a whole or not at all, because the IOMMU cannot "
                "tell its members apart.",
                "The host uses %1 other devices of IOMMU group %3: %2. A group goes to a virtual machine as a whole or not at all, because the IOMMU cannot "
                "tell its members apart.",
                int(in.size()),
                listed(names),
                number(group.id)),
            .evidence = listed(evidence, 8, "; "_L1),
            .remedy = i18nc("@info",
                            "Move the GPU to a slot with a group of its own. “turnout groups” says what merges this group. Giving up the other "
                            "devices on the host, if it can do without them, works too.")};
}

Finding acsOverride(const PreflightCase &of)
{
    return {.id = u"acs-override"_s,
            .severity = Severity::Caution,
            .address = of.gpu.address,
            .text =
                i18nc("@info",
                      "This kernel runs with an ACS override: it parts groups without proof that their members are isolated. A virtual machine may be able to "
                      "reach the memory of other devices past the IOMMU, or disturb them."),
            .evidence = u"/proc/cmdline: pcie_acs_override="_s,
            .remedy = i18nc("@info", "Fine for a machine you trust, not for confining one that you do not.")};
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

/// A driver that lets go of a physical function takes the virtual ones away under whoever has them, or waits until they are
/// given back (drivers/pci/iov.c, pci_disable_sriov; drivers/vfio/pci/vfio_pci_core.c, vfio_pci_core_unregister_device). A
/// reset clears VF Enable, and with it all that they were doing.
Finding hasVirtualFunctions(const Function &physical, const QStringList &virtualFunctions, int count)
{
    const QString number = attributePath(physical, u"sriov_numvfs"_s);
    return blocker(u"has-virtual-functions"_s,
                   physical,
                   virtualFunctions.isEmpty() ? i18ncp("@info %2 is a PCI address and name",
                                                       "%2 has one virtual function. It goes away with it, also while a virtual machine uses it.",
                                                       "%2 has %1 virtual functions. They go away with it, also while virtual machines use them.",
                                                       count,
                                                       nameWithAddress(physical))
                                              : i18ncp("@info %2 is a PCI address and name, %3 a list of PCI addresses",
                                                       "%2 has a virtual function, %3. It goes away with it, also while a virtual machine uses it.",
                                                       "%2 has %1 virtual functions: %3. They go away with it, also while virtual machines use them.",
                                                       int(virtualFunctions.size()),
                                                       nameWithAddress(physical),
                                                       listed(virtualFunctions)),
                   count > 0 ? attributeEvidence(physical, u"sriov_numvfs"_s, QString::number(physical.sriov->numVfs))
                             : i18nc("@info %1 is a list of PCI addresses", "/sys/bus/pci/devices/*/physfn of %1", listed(virtualFunctions)),
                   i18nc("@info %1 is a path", "Stop the virtual machines that use them, then write 0 to %1 as root.", number));
}

/// A sound function is what everybody expects; on a processor's own graphics the slot holds more.
Findings isAssignedTogether(const PreflightCase &of)
{
    constexpr quint32 multimedia = 0x04;
    constexpr quint32 encryption = 0x10; // AMD's Platform Security Processor: firmware TPM, memory encryption
    QStringList names;
    bool security = false;
    for (const Function *companion : of.assignedTogether) {
        const quint32 baseClass = companion->classCode >> 16;
        if (companion == &of.gpu || baseClass == multimedia || isDisplay(*companion))
            continue;
        names << nameWithAddress(*companion);
        security = security || baseClass == encryption;
    }
    if (names.isEmpty())
        return {};
    return {{.id = u"assigned-together"_s,
             .severity = security ? Severity::Caution : Severity::Note,
             .address = of.gpu.address,
             .text = i18ncp("@info %2 is a list of devices",
                            "In the same slot, and going with the GPU: %2. The host is without it meanwhile.",
                            "In the same slot, and going with the GPU: %2. The host is without them meanwhile.",
                            int(names.size()),
                            names.join(u", "_s)),
             .evidence = u"/sys/bus/pci/devices"_s,
             .remedy = security ? i18nc("@info", "Make sure that the host needs no security processor of this slot, as for a firmware TPM or encrypted memory.")
                                : QString()}};
}
}

Findings iommuFindings(const PreflightCase &of)
{
    if (of.snapshot.groups.empty())
        return {iommuOff(of)};
    Findings findings;
    for (const Function *companion : of.assignedTogether) {
        if (!companion->group)
            findings.append(noGroup(*companion));
    }
    if (of.snapshot.machine.commandLine.contains("pcie_acs_override="_L1))
        findings.append(acsOverride(of));
    return findings;
}

/// The snapshot has the virtual functions, but for those that came or went while it was made.
Findings virtualFunctionFindings(const PreflightCase &of)
{
    Findings findings;
    for (const Function *companion : of.assignedTogether) {
        const QStringList virtualFunctions = virtualFunctionsOf(of.snapshot, *companion);
        const int count = companion->sriov ? companion->sriov->numVfs : 0;
        if (!virtualFunctions.isEmpty() || count > 0)
            findings.append(hasVirtualFunctions(*companion, virtualFunctions, count));
    }
    return findings;
}

Findings groupFindings(const PreflightCase &of)
{
    Findings findings;
    for (const Group *group : of.groups) {
        const QList<const Function *> in = groupBlockers(of.snapshot, *group, of.gpu.address);
        if (!in.isEmpty())
            findings.append(notViable(of, *group, in));
    }
    return findings + isAssignedTogether(of);
}

}
