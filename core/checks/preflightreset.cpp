// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "preflightchecks.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// A kernel before 5.15, or a snapshot made elsewhere, has no reset_method at all; then its absence says nothing.
bool offersResetMethods(const Snapshot &snapshot)
{
    return std::ranges::any_of(snapshot.functions, [](const Function &function) {
        return function.resetMethods.known();
    });
}

/// drivers/pci/pci-sysfs.c shows no reset_method for a function that has none.
bool hasNoReset(const PreflightCase &of)
{
    const auto &methods = of.gpu.resetMethods;
    if (methods)
        return methods->isEmpty();
    return methods.why() == Unread::Absent && offersResetMethods(of.snapshot);
}

/// What a reset of the bus would take along. VFIO can reset the whole bus above when all that is on it belongs to
/// the same user (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_ioctl_pci_hot_reset).
QList<const Function *> neighbours(const PreflightCase &of)
{
    QList<const Function *> found;
    for (const Function &other : of.snapshot.functions) {
        if (other.address.domain == of.gpu.address.domain && other.address.bus == of.gpu.address.bus && !of.assignedTogether.contains(&other))
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

Finding noReset(const PreflightCase &of)
{
    Finding finding{.id = u"no-reset"_s, .severity = Severity::Caution, .address = of.gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    finding.evidence = i18nc("@info %1 is a path", "%1: none", attributePath(of.gpu, u"reset_method"_s));
    const QList<const Function *> beside = neighbours(of);
    const bool behindBridge = bridgeAbove(of.snapshot, of.gpu);
    if (behindBridge && beside.isEmpty()) {
        finding.severity = Severity::Note;
        finding.text =
            i18nc("@info", "The GPU cannot be reset by itself, only by a reset of the bus, which works when its whole slot goes to the same virtual machine.");
        finding.remedy = i18nc("@info", "Give all functions of the slot to the virtual machine.");
        return finding;
    }
    if (behindBridge) {
        finding.text =
            i18nc("@info %1 is a list of devices",
                  "The GPU cannot be reset by itself, and a reset of its bus would take these along: %1. So it comes to the virtual machine as the host "
                  "left it, and may work only once, until the host is restarted.",
                  names(beside));
        finding.remedy = i18nc("@info", "Use a slot of which the GPU is the only device, or give those devices to the same virtual machine.");
        return finding;
    }
    finding.text =
        i18nc("@info",
              "The kernel knows no way to reset this GPU: it comes to the virtual machine as the host left it, and may work only once, until the host is "
              "restarted.");
    finding.remedy = i18nc("@info", "Try it with nothing important running, and start the virtual machine a second time before you rely on it.");
    return finding;
}

Finding resetTrouble(const Function &gpu, const ResetQuirk &quirk)
{
    Finding finding{.id = u"reset-trouble"_s, .severity = Severity::Caution, .address = gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    const QString ids = QString::asprintf("%04x:%04x", gpu.vendor, gpu.device);
    finding.evidence = i18nc("@info %1 are PCI IDs, %2 is a list of URLs", "%1; reported in %2", ids, quirk.references.join(u", "_s));
    if (gpu.resetMethods && gpu.resetMethods->contains("device_specific"_L1)) {
        finding.severity = Severity::Note;
        finding.text = i18nc("@info %1 is a family of GPUs",
                             "Cards of the family %1 often do not come back after a virtual machine has used them; a reset made for them is installed here.",
                             quirk.family);
        finding.evidence += u"; "_s + attributeEvidence(gpu, u"reset_method"_s, gpu.resetMethods->join(u' '));
        return finding;
    }
    finding.text =
        i18nc("@info %1 is a family of GPUs",
              "Cards of the family %1 often do not come back after a virtual machine has used them: the next start fails until the host is restarted.",
              quirk.family);
    finding.remedy =
        i18nc("@info", "Shut the virtual machine down from inside rather than forcing it off. The kernel module vendor-reset helps with some of these cards.");
    return finding;
}
}

Findings resetFindings(const PreflightCase &of)
{
    Findings findings;
    if (hasNoReset(of))
        findings.append(noReset(of));
    if (const ResetQuirk *quirk = resetQuirkOf(of.quirks, of.gpu))
        findings.append(resetTrouble(of.gpu, *quirk));
    return findings;
}

}
