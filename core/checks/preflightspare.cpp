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
    return i18nc("@info %1 is a path", "%1: not there", attributePath(gpu, u"driver"_s));
}

/// A reset is possible also where no driver is bound: what matters is that nobody uses the GPU.
bool isSpare(const Function &gpu, Verb verb)
{
    const bool unbound = !gpu.driver && gpu.driver.why() == Unread::Absent;
    return isOnVfio(gpu) || (verb == Verb::Reset && unbound);
}

Finding notSetAside(const Function &gpu)
{
    return blocker(u"not-set-aside"_s,
                   gpu,
                   gpu.driver ? i18nc("@info %1 is a driver",
                                      "The host has this GPU, with the driver %1. Only one that is set aside for virtual machines is changed.",
                                      *gpu.driver)
                              : i18nc("@info", "No VFIO driver is bound to this GPU. Only one that is set aside for virtual machines is changed."),
                   driverEvidence(gpu),
                   i18nc("@info %1 is a PCI address", "Give it to virtual machines first: “turnout assign %1”.", gpu.address.toShortString()));
}

/// drivers/pci/vgaarb.c ignores what user space says of a card that a driver in the kernel speaks for, so nothing else
/// than that driver can take a card out of the arbitration.
Findings vgaFindings(const Function &gpu)
{
    constexpr quint32 vgaController = 0x0300;
    if (gpu.classCode >> 8 != vgaController)
        return {blocker(u"no-legacy-vga"_s,
                        gpu,
                        i18nc("@info", "This GPU is no VGA controller: it decodes no legacy VGA ranges that could be switched off."),
                        attributeEvidence(gpu, u"class"_s, QString::asprintf("0x%06x", gpu.classCode)),
                        i18nc("@info", "Nothing is to be done: it takes no part in VGA arbitration."))};
    if (gpu.turnoutDriver && gpu.turnoutDriver->vgaAccess)
        return {};
    return {blocker(
        u"vga-needs-our-driver"_s,
        gpu,
        i18nc("@info",
              "Only the driver turnout_vfio_pci takes a GPU out of legacy VGA. On any other driver the kernel ignores what is written to /dev/vga_arbiter, "
              "so it is not tried."),
        driverEvidence(gpu),
        i18nc("@info %1 is a PCI address",
              "Install Turnout's kernel module, then “turnout assign %1 --driver turnout_vfio_pci”.",
              gpu.address.toShortString()))};
}

Findings resetMethodFindings(const PreflightCase &of, const QString &method)
{
    const Function &gpu = of.gpu;
    const QStringList methods = gpu.resetMethods.valueOr({});
    if (methods.isEmpty())
        return {blocker(u"no-reset"_s,
                        gpu,
                        i18nc("@info", "The kernel knows no way to reset this GPU alone."),
                        i18nc("@info %1 is a path", "%1: none", attributePath(gpu, u"reset_method"_s)),
                        i18nc("@info", "A reset of the bus comes with the start of a virtual machine that has the whole slot; else restart the computer."))};
    if (method.isEmpty() || methods.contains(method))
        return {};
    return {
        blocker(u"reset-method-missing"_s,
                gpu,
                i18nc("@info %1 is a reset method, %2 a list of them", "The kernel cannot reset this GPU by “%1”, only by %2.", method, methods.join(u", "_s)),
                attributeEvidence(gpu, u"reset_method"_s, methods.join(u' ')),
                i18nc("@info", "Choose one of these, or none: the kernel then takes the first that works."))};
}

/// Without a driver of its own a GPU may still show the picture that the firmware set up.
Findings pictureFindings(const PreflightCase &of)
{
    Findings findings = isOnVfio(of.gpu) ? Findings() : displayFindings(of);
    findings.removeIf([](const Finding &finding) {
        return finding.id != "display-in-use"_L1;
    });
    return findings;
}
}

Findings spareFindings(const PreflightCase &of, const Goal &goal)
{
    Findings findings = holderFindings(of);
    if (!isSpare(of.gpu, goal.verb))
        return findings + Findings{notSetAside(of.gpu)};
    if (goal.verb == Verb::Power)
        return findings + powerFindings(of, *goal.idle);
    if (goal.verb == Verb::Vga)
        return findings + vgaFindings(of.gpu);
    findings += pictureFindings(of) + virtualFunctionFindings(of);
    // What is known about cards that do not come back concerns the reset alone, which the kernel is asked for here.
    Findings trouble = resetFindings(of);
    trouble.removeIf([](const Finding &finding) {
        return finding.id == "no-reset"_L1;
    });
    return findings + resetMethodFindings(of, goal.resetMethod) + trouble;
}

}
