// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "preflightchecks.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// The kernel refuses a bus reset for one of several functions (drivers/pci/pci.c, pci_parent_bus_reset), although it may
/// have listed it before it found the others (https://github.com/NVIDIA/open-gpu-kernel-modules/issues/1353).
bool sharesBus(const PreflightContext &context)
{
    return std::ranges::any_of(context.snapshot.functions, [&context](const Function &other) {
        const PciAddress &address = other.address;
        return &other != &context.gpu && address.domain == context.gpu.address.domain && address.bus == context.gpu.address.bus && !other.physicalFunction;
    });
}

/// drivers/pci/pci-sysfs.c shows no reset_method for a function that has none.
bool hasNoReset(const PreflightContext &context)
{
    const auto &methods = context.gpu.resetMethods;
    if (methods)
        return methods->isEmpty() || (*methods == QStringList{u"bus"_s} && sharesBus(context));
    return methods.why() == Unread::Absent && context.snapshot.hasResetMethods();
}

/// What a bus reset would reset too. VFIO resets the bus only when everything on it belongs to the same user
/// (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_ioctl_pci_hot_reset).
QList<const Function *> neighbors(const PreflightContext &context)
{
    QList<const Function *> found;
    for (const Function &other : context.snapshot.functions) {
        if (other.address.domain == context.gpu.address.domain && other.address.bus == context.gpu.address.bus && !context.assignedTogether.contains(&other))
            found.append(&other);
    }
    return found;
}

QString names(const QList<const Function *> &functions)
{
    QStringList names;
    for (const Function *function : functions)
        names << nameWithAddress(*function);
    return listed(names);
}

Finding noReset(const PreflightContext &context)
{
    Finding finding{.id = u"no-reset"_s, .severity = Severity::Caution, .address = context.gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    const bool onlyBus = context.gpu.resetMethods && !context.gpu.resetMethods->isEmpty();
    finding.evidence = onlyBus ? attributeEvidence(context.gpu, u"reset_method"_s, u"bus"_s)
                               : i18nc("@info %1 is a path", "%1: none", attributePath(context.gpu, u"reset_method"_s));
    const QList<const Function *> beside = neighbors(context);
    const bool behindBridge = bridgeAbove(context.snapshot, context.gpu);
    if (behindBridge && beside.isEmpty()) {
        finding.severity = Severity::Note;
        finding.text =
            i18nc("@info", "The GPU has no reset of its own, only a bus reset. That works when its whole slot is assigned to the same VM.");
        finding.remedy = i18nc("@info", "Assign all functions of the slot to the same VM.");
        return finding;
    }
    if (behindBridge) {
        finding.text =
            i18nc("@info %1 is a list of devices",
                  "The GPU has no reset of its own, and a bus reset would also reset %1. The VM gets the GPU as the host left it, so it may work only once "
                  "until the host is restarted.",
                  names(beside));
        finding.remedy = i18nc("@info", "Move the GPU to a slot with its own root port, or assign those devices to the same VM.");
        return finding;
    }
    finding.text =
        i18nc("@info",
              "The kernel cannot reset this GPU. The VM gets it as the host left it, so it may work only once until the host is "
              "restarted.");
    finding.remedy = i18nc("@info", "Test it before you rely on it: start the VM twice while nothing important is running.");
    return finding;
}

Finding resetBug(const Function &gpu, const ResetQuirk &quirk)
{
    Finding finding{.id = u"reset-bug"_s, .severity = Severity::Caution, .address = gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    const QString ids = QString::asprintf("%04x:%04x", gpu.vendor, gpu.device);
    finding.evidence = i18nc("@info %1 are PCI IDs, %2 is a list of URLs", "%1; reported in %2", ids, quirk.references.join(u", "_s));
    if (gpu.resetMethods && gpu.resetMethods->contains("device_specific"_L1)) {
        finding.severity = Severity::Note;
        finding.text = i18nc("@info %1 is a family of GPUs",
                             "%1 GPUs often fail to reset after a VM has used them. A reset made for them is installed.",
                             quirk.family);
        finding.evidence += u"; "_s + attributeEvidence(gpu, u"reset_method"_s, gpu.resetMethods->join(u' '));
        return finding;
    }
    finding.text = quirk.disputed
        ? i18nc("@info %1 is a family of GPUs",
                "Some users report that %1 GPUs fail to reset after a VM has used them, and others that they do not. If it fails, the next VM fails to start.",
                quirk.family)
        : i18nc("@info %1 is a family of GPUs",
                "%1 GPUs often fail to reset after a VM has used them. The next VM then fails to start until the host is restarted.",
                quirk.family);
    if (quirk.firmware) {
        finding.remedy = i18nc("@info", "Update the firmware of the GPU and its driver in the VM, and boot the VM with UEFI. Shut it down from inside rather than forcing it off.");
        return finding;
    }
    finding.remedy = quirk.vendorReset
        ? i18nc("@info", "Shut down the VM from inside rather than forcing it off. The kernel module vendor-reset helps with some of these GPUs.")
        : i18nc("@info",
                "Shut down the VM from inside rather than forcing it off. If the GPU is lost, some users get it back by suspending the computer: “sudo rtcwake -m mem -s 5”.");
    return finding;
}

/// Reported since Linux 6.17.4: reset_method does not change when the module is loaded (gnif/vendor-reset#96, #103).
Finding ineffectiveModule(const Function &gpu)
{
    return {.id = u"reset-module-ineffective"_s,
            .severity = Severity::Caution,
            .address = gpu.address,
            .text = i18nc("@info", "The kernel module vendor-reset is loaded, but the kernel does not use it for this GPU."),
            .evidence = attributeEvidence(gpu, u"reset_method"_s, gpu.resetMethods->join(u' ')) + u"; /sys/module/vendor_reset"_s,
            .remedy = i18nc("@info %1 is a path",
                            "Write the method: “echo device_specific | sudo tee %1”. If the kernel refuses, unload and load the module, and see "
                            "https://github.com/gnif/vendor-reset/issues/96.",
                            attributePath(gpu, u"reset_method"_s))};
}

bool isModuleIneffective(const PreflightContext &context, const ResetQuirk &quirk)
{
    const auto &methods = context.gpu.resetMethods;
    return quirk.vendorReset && context.snapshot.machine.markers.contains("/sys/module/vendor_reset"_L1) && methods && !methods->contains("device_specific"_L1);
}
}

Findings resetFindings(const PreflightContext &context)
{
    Findings findings;
    if (hasNoReset(context))
        findings.append(noReset(context));
    if (const ResetQuirk *quirk = resetQuirkOf(context.quirks, context.gpu)) {
        findings.append(resetBug(context.gpu, *quirk));
        if (isModuleIneffective(context, *quirk))
            findings.append(ineffectiveModule(context.gpu));
    }
    return findings + kernelFindings(context);
}

}
