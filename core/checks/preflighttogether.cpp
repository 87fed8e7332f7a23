// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/assignedtogether.h"
#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "deviceuser.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// Audio functions are expected.
Findings companyFindings(const PreflightContext &context)
{
    constexpr quint32 multimedia = 0x04;
    constexpr quint32 encryption = 0x10; // AMD's Platform Security Processor: firmware TPM, memory encryption
    QStringList names;
    bool security = false;
    for (const Function *function : context.assignedTogether) {
        const quint32 baseClass = function->classCode >> 16;
        if (function == &context.gpu || baseClass == multimedia || isGpu(*function))
            continue;
        names << nameWithAddress(*function);
        security = security || baseClass == encryption;
    }
    if (names.isEmpty())
        return {};
    return {
        {.id = u"assigned-together"_s,
         .severity = security ? Severity::Caution : Severity::Note,
         .address = context.gpu.address,
         .text = i18ncp("@info %2 is a list of devices",
                        "This device is assigned together with the GPU: %2. The host cannot use it meanwhile.",
                        "These devices are assigned together with the GPU: %2. The host cannot use them meanwhile.",
                        int(names.size()),
                        names.join(u", "_s)),
         .evidence = u"/sys/bus/pci/devices"_s,
         .remedy = security
             ? i18nc("@info", "Make sure that the host does not need the security processor of this slot, for example for a firmware TPM or encrypted memory.")
             : QString()}};
}

bool isInVm(const Function &gpu)
{
    return isOpened(gpu);
}

/// VFIO opens a group for one user at a time (drivers/vfio/group.c, vfio_group_fops_open; drivers/iommu/iommu.c,
/// iommu_group_claim_dma_owner).
Finding partner(const PreflightContext &context, const Function &other)
{
    const QString name = nameWithAddress(other);
    const QString group = QString::number(number(*other.group));
    Finding finding{.id = u"shares-group-with-gpu"_s,
                    .severity = Severity::Caution,
                    .address = context.gpu.address,
                    .text = {},
                    .evidence = u"/sys/kernel/iommu_groups/%1/devices/%2"_s.arg(group, other.address.toString()),
                    .remedy = i18nc("@info", "Add both GPUs to the same VM, or run their VMs one at a time.")};
    if (isInVm(other)) {
        finding.text = i18nc("@info %1 is a PCI address and name, %2 a group number",
                             "%1 shares IOMMU group %2 with this GPU and is in use by a VM. Until that VM is shut down, this GPU can go to that VM only.",
                             name,
                             group);
        finding.remedy = i18nc("@info", "Add this GPU to that VM, or shut down that VM first.");
    } else
        finding.text = i18nc("@info %1 is a PCI address and name, %2 a group number",
                             "%1 shares IOMMU group %2 with this GPU. While one of them is in a VM, the other can go to that VM only.",
                             name,
                             group);
    return finding;
}

Findings partnerFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *other : partnerGpus(context.snapshot, context.assignedTogether)) {
        if (!isOnHostDriver(*other)) // then it is one of the functions that block the group
            findings.append(partner(context, *other));
    }
    return findings;
}

bool isNvSwitch(const Function &function)
{
    constexpr quint32 otherBridge = 0x0680;
    constexpr quint16 nvidia = 0x10de;
    return function.vendor == nvidia && function.classCode >> 8 == otherBridge;
}

/// https://docs.nvidia.com/datacenter/tesla/fabric-manager-user-guide/: shared NVSwitch and full passthrough models.
Findings fabricFindings(const PreflightContext &context)
{
    constexpr quint32 controller3d = 0x0302;
    QList<const Function *> switches;
    for (const Function &function : context.snapshot.functions) {
        if (isNvSwitch(function))
            switches.append(&function);
    }
    if (switches.isEmpty() || context.gpu.vendor != switches.first()->vendor || context.gpu.classCode >> 8 != controller3d || context.gpu.physicalFunction)
        return {};
    return {{.id = u"nvlink-fabric"_s,
             .severity = Severity::Caution,
             .address = context.gpu.address,
             .text = i18nc("@info %1 is a list of PCI addresses",
                           "NVSwitches (%1) connect the GPUs of this machine. In a VM, CUDA does not start until the fabric manager has set up a partition for "
                           "exactly the GPUs of that VM.",
                           addresses(switches)),
             .evidence = attributeEvidence(*switches.first(), u"class"_s, QString::asprintf("0x%06x", switches.first()->classCode)),
             .remedy = i18nc("@info",
                             "Activate a partition with NVIDIA's fabric manager on the host (FABRIC_MODE=1) before the VM starts, or give all GPUs and all "
                             "NVSwitches to one VM that runs it.")}};
}

QString addressTexts(const QList<PciAddress> &addresses)
{
    QStringList texts;
    for (const PciAddress &address : addresses)
        texts << address.toShortString();
    return listed(texts);
}

QString companionsText(const Companions &companions)
{
    QStringList sentences;
    if (!companions.card.isEmpty())
        sentences << i18nc("@info %1 is a list of PCI addresses", "Use --without only for %1.", addresses(companions.card));
    if (!companions.optional.isEmpty())
        sentences << i18nc("@info %1 is a list of PCI addresses", "Use --with only for %1.", addresses(companions.optional));
    return sentences.isEmpty() ? i18nc("@info", "Omit these options: nothing is optional with this GPU.") : sentences.join(u' ');
}
}

Findings assignedTogetherFindings(const PreflightContext &context)
{
    return companyFindings(context) + partnerFindings(context) + fabricFindings(context);
}

Findings companionFindings(const PreflightContext &context, const Goal &goal)
{
    const QList<PciAddress> impossible = impossibleCompanions(context.snapshot, context.gpu, goal.with, goal.without);
    if (impossible.isEmpty())
        return {};
    return {blocker(u"not-optional"_s,
                    context.gpu,
                    i18nc("@info %1 is a list of PCI addresses, %2 a PCI address",
                          "Whether %1 goes along with %2 cannot be chosen. Functions of one slot that share a group go together, and only those of the GPU's "
                          "card, slot and group can be added.",
                          addressTexts(impossible),
                          context.gpu.address.toShortString()),
                    u"/sys/bus/pci/devices"_s,
                    companionsText(companionsOf(context.snapshot, context.gpu)))};
}

}
