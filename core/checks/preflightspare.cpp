// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString driverEvidence(const Function &gpu)
{
    if (gpu.driver)
        return attributeEvidence(gpu, u"driver"_s, *gpu.driver);
    return i18nc("@info %1 is a path", "%1: missing", attributePath(gpu, u"driver"_s));
}

/// A reset also works without a driver; what matters is that the GPU is unused.
bool isSpare(const Function &gpu, Verb verb)
{
    const bool unbound = !gpu.driver && gpu.driver.why() == Unread::Absent;
    return isOnVfio(gpu) || (verb == Verb::Reset && unbound);
}

Finding notAssigned(const Function &gpu)
{
    return blocker(u"not-assigned"_s,
                   gpu,
                   gpu.driver ? i18nc("@info %1 is a driver",
                                      "The host uses this GPU with the driver %1. Turnout changes only GPUs that are assigned to VMs.",
                                      *gpu.driver)
                              : i18nc("@info", "No VFIO driver is bound to this GPU. Turnout changes only GPUs that are assigned to VMs."),
                   driverEvidence(gpu),
                   i18nc("@info %1 is a PCI address", "Assign it to VMs first: “turnout assign %1”.", gpu.address.toShortString()));
}

/// drivers/pci/vgaarb.c ignores user space for a card whose kernel driver registered with it, so only that driver can
/// take the card out of arbitration.
Findings vgaFindings(const Function &gpu)
{
    constexpr quint32 vgaController = 0x0300;
    if (gpu.classCode >> 8 != vgaController)
        return {blocker(u"no-legacy-vga"_s,
                        gpu,
                        i18nc("@info", "This GPU is not a VGA controller. It decodes no legacy VGA ranges that could be turned off."),
                        attributeEvidence(gpu, u"class"_s, QString::asprintf("0x%06x", gpu.classCode)),
                        i18nc("@info", "Leave it as it is: it takes no part in VGA arbitration."))};
    if (gpu.turnoutDriver && gpu.turnoutDriver->vgaAccess)
        return {};
    return {blocker(
        u"vga-needs-turnout-driver"_s,
        gpu,
        i18nc("@info",
              "Only the driver turnout_vfio_pci can turn off legacy VGA decoding. With any other driver, the kernel ignores writes to "
              "/dev/vga_arbiter."),
        driverEvidence(gpu),
        i18nc("@info %1 is a PCI address",
              "Install Turnout's kernel module, then run “turnout assign %1 --driver turnout_vfio_pci”.",
              gpu.address.toShortString()))};
}

Findings resetMethodFindings(const PreflightContext &context, const QString &method)
{
    const Function &gpu = context.gpu;
    const QStringList methods = gpu.resetMethods.valueOr({});
    if (methods.isEmpty())
        return {blocker(u"no-reset"_s,
                        gpu,
                        i18nc("@info", "The kernel cannot reset this GPU by itself."),
                        i18nc("@info %1 is a path", "%1: none", attributePath(gpu, u"reset_method"_s)),
                        i18nc("@info", "Start a VM that has the whole slot assigned, which resets the bus, or restart the computer."))};
    if (method.isEmpty() || methods.contains(method))
        return {};
    return {
        blocker(u"reset-method-missing"_s,
                gpu,
                i18nc("@info %1 is a reset method, %2 a list of them", "The kernel cannot reset this GPU by the method “%1”. Available methods: %2.", method, methods.join(u", "_s)),
                attributeEvidence(gpu, u"reset_method"_s, methods.join(u' ')),
                i18nc("@info", "Choose one of these methods, or omit the method to let the kernel choose."))};
}

/// A GPU without a driver may still display the firmware's framebuffer.
Findings framebufferFindings(const PreflightContext &context)
{
    Findings findings = isOnVfio(context.gpu) ? Findings() : displayFindings(context);
    findings.removeIf([](const Finding &finding) {
        return finding.id != "display-in-use"_L1;
    });
    return findings;
}
}

Findings spareFindings(const PreflightContext &context, const Goal &goal)
{
    Findings findings = holderFindings(context);
    if (!isSpare(context.gpu, goal.verb))
        return findings + Findings{notAssigned(context.gpu)};
    if (goal.verb == Verb::Power)
        return findings + powerFindings(context, *goal.idle);
    if (goal.verb == Verb::Vga)
        return findings + vgaFindings(context.gpu);
    findings += framebufferFindings(context) + virtualFunctionFindings(context);
    // resetMethodFindings() decides on the reset itself; the rest is about known bugs.
    Findings bugs = resetFindings(context);
    bugs.removeIf([](const Finding &finding) {
        return finding.id == "no-reset"_L1;
    });
    return findings + resetMethodFindings(context, goal.resetMethod) + bugs;
}

}
