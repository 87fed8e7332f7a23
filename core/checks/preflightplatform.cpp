// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "platform.h"
#include "preflightchecks.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

/// Each says why no device, or not this one, can be assigned, so that it stands alone.
Findings platformFindings(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    const Machine &machine = context.snapshot.machine;
    if (machine.hypervisor == "xen-dom0"_L1)
        return {blocker(u"xen-control-domain"_s,
                        gpu,
                        i18nc("@info", "This system is Xen's control domain. Xen owns the IOMMU, so VFIO cannot assign devices here."),
                        i18nc("@info", "/sys/hypervisor: xen, control domain"),
                        i18nc("@info %1 is a PCI address", "Assign it with Xen: “sudo xl pci-assignable-add %1”.", gpu.address.toShortString()))};
    if (context.snapshot.groups.empty() && machine.groupsWithoutPci)
        return {blocker(u"iommu-without-pci"_s,
                        gpu,
                        i18nc("@info", "The IOMMU of this machine serves only devices of the SoC and no PCI device. No setting or kernel parameter changes that."),
                        i18ncp("@info", "/sys/kernel/iommu_groups: one group, without a PCI function", "/sys/kernel/iommu_groups: %1 groups, without a PCI function", int(*machine.groupsWithoutPci)),
                        i18nc("@info", "Use a machine whose IOMMU covers PCI devices."))};
    if (isBehindVmd(gpu.address))
        return {blocker(u"behind-vmd"_s,
                        gpu,
                        i18nc("@info", "The GPU is in a PCI domain of Intel VMD. It shares the group of the VMD controller, and libvirt accepts no domain beyond ffff."),
                        attributePath(gpu, u"iommu_group"_s),
                        i18nc("@info", "Turn off VMD for this slot in the firmware setup."))};
    return {};
}

}
