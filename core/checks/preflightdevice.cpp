// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
bool hasSameIds(const Function &one, const Function &other)
{
    return one.vendor == other.vendor && one.device == other.device;
}

/// The kernel parameter that binds every card with these IDs to VFIO: "vfio-pci.ids=10de:1c03,10de:10f1".
QString idsParameter(const Snapshot &snapshot, const QString &ids)
{
    const QStringList keywords = snapshot.machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    const auto found = std::ranges::find_if(keywords, [&ids](const QString &word) {
        return word.contains(".ids="_L1) && word.contains(ids, Qt::CaseInsensitive);
    });
    return found == keywords.end() ? QString() : *found;
}

Findings identicalIds(const PreflightContext &context)
{
    QStringList twins;
    for (const Function &other : context.snapshot.functions) {
        if (&other != &context.gpu && isGpu(other) && hasSameIds(other, context.gpu) && !other.physicalFunction)
            twins << other.address.toShortString();
    }
    if (twins.isEmpty() || context.gpu.physicalFunction)
        return {};

    const QString ids = QString::asprintf("%04x:%04x", context.gpu.vendor, context.gpu.device);
    Finding finding{.id = u"identical-ids"_s, .severity = Severity::Note, .address = context.gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    if (const QString parameter = idsParameter(context.snapshot, ids); !parameter.isEmpty()) {
        finding.severity = Severity::Caution;
        finding.text = i18ncp("@info %2 is a list of PCI addresses, %3 are PCI IDs",
                              "%2 has the same IDs (%3), and a kernel parameter binds every card with these IDs to VFIO at boot.",
                              "%2 have the same IDs (%3), and a kernel parameter binds every card with these IDs to VFIO at boot.",
                              int(twins.size()),
                              listed(twins),
                              ids);
        finding.evidence = "/proc/cmdline: "_L1 + parameter;
        finding.remedy = i18nc("@info", "Remove the parameter. Turnout can assign a single card at boot by its slot.");
        return {finding};
    }
    finding.text = i18ncp("@info %2 is a list of PCI addresses, %3 are PCI IDs",
                          "%2 has the same IDs (%3). Instructions that bind by ID would affect both; Turnout binds by address.",
                          "%2 have the same IDs (%3). Instructions that bind by ID would affect all of them; Turnout binds by address.",
                          int(twins.size()),
                          listed(twins),
                          ids);
    finding.evidence = attributeEvidence(context.gpu, u"vendor"_s, QString::asprintf("0x%04x", context.gpu.vendor)) + u"; "_s
        + attributeEvidence(context.gpu, u"device"_s, QString::asprintf("0x%04x", context.gpu.device));
    return {finding};
}

Findings unusedByHost(const Function &gpu)
{
    if (isOnVfio(gpu))
        return {{.id = u"bound-to-vfio"_s,
                 .severity = Severity::Note,
                 .address = gpu.address,
                 .text = i18nc("@info", "The GPU is already assigned to VMs, so the host does not use it."),
                 .evidence = attributeEvidence(gpu, u"driver"_s, *gpu.driver),
                 .remedy = {}}};
    if (gpu.driver || gpu.driver.why() != Unread::Absent)
        return {};
    return {{.id = u"no-driver"_s,
             .severity = Severity::Note,
             .address = gpu.address,
             .text = i18nc("@info", "No driver is bound, so the host does not use this GPU."),
             .evidence = i18nc("@info %1 is a path", "%1: missing", attributePath(gpu, u"driver"_s)),
             .remedy = {}}};
}

Findings unsignedModule(const PreflightContext &context)
{
    constexpr auto ours = "turnout_vfio_pci"_L1;
    const Machine &machine = context.snapshot.machine;
    const bool locked = machine.lockdown && *machine.lockdown != "none"_L1;
    const bool secure = machine.secureBoot && *machine.secureBoot;
    if ((!locked && !secure) || !machine.vfioModules.contains(ours) || machine.vfioModulesLoaded.contains(ours))
        return {};
    return {
        {.id = u"unsigned-module"_s,
         .severity = Severity::Note,
         .address = context.gpu.address,
         .text = i18nc(
             "@info",
             "This machine loads only signed kernel modules. Turnout's VFIO module loads only if it is signed with a key that this machine trusts."),
         .evidence = locked ? u"/sys/kernel/security/lockdown: "_s + *machine.lockdown : u"/sys/firmware/efi/efivars/SecureBoot-*: 1"_s,
         .remedy = i18nc("@info", "Enroll a key with mokutil and sign Turnout's module, or use the kernel's vfio-pci, which needs neither.")}};
}

/// The driver waits in remove() for all of its users, uninterruptibly, also for those that no list of open files shows
/// (https://github.com/NVIDIA/open-gpu-kernel-modules/issues/1119).
Findings unbindMayBlock(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.assignedTogether) {
        if (function->driver.valueOr({}) != "nvidia"_L1)
            continue;
        const bool unused = function->holders && function->holders->complete && function->holders->processes.isEmpty();
        findings.append(
            {.id = u"unbind-may-block"_s,
             .severity = unused ? Severity::Note : Severity::Caution,
             .address = function->address,
             .text = i18nc("@info %1 is a PCI address and name",
                           "The nvidia driver releases %1 only when nothing uses it. Until then, unbinding hangs and cannot be interrupted, "
                           "possibly until the computer is restarted.",
                           nameWithAddress(*function)),
             .evidence = attributeEvidence(*function, u"driver"_s, *function->driver),
             .remedy = i18nc("@info", "Stop nvidia-persistenced and every program that renders or computes on this GPU.")});
    }
    return findings;
}

/// A device link makes the kernel keep the supplier active for its consumer and unbind the consumer first.
Findings linkedFunctions(const PreflightContext &context)
{
    Findings findings;
    for (const Function &consumer : context.snapshot.functions) {
        if (!consumer.suppliers.contains(context.gpu.address) || !consumer.driver)
            continue;
        const bool together = context.assignedTogether.contains(&consumer);
        findings.append(
            {.id = u"linked-function"_s,
             .severity = together ? Severity::Note : Severity::Caution,
             .address = consumer.address,
             .text = together
                 ? i18nc("@info %1 is a PCI address and name", "%1 has a device link to the GPU. It is assigned together with the GPU and unbound first.", nameWithAddress(consumer))
                 : i18nc("@info %1 is a PCI address and name",
                         "%1 has a device link to the GPU but is not assigned together with it. The kernel unbinds it along with the GPU.",
                         nameWithAddress(consumer)),
             .evidence = attributePath(consumer, "supplier:pci:"_L1 + context.gpu.address.toString()),
             .remedy = together ? QString() : i18nc("@info", "Make sure that the host does not need it.")});
    }
    return findings;
}

Finding unread(const Function &function, Severity severity, const QString &text, const QString &evidence)
{
    return {.id = u"unknown-needs-permission"_s,
            .severity = severity,
            .address = function.address,
            .text = text,
            .evidence = evidence,
            .remedy = i18nc("@info", "Run Turnout with administrator rights to find out.")};
}

/// Only a bound function can have users; turnout_vfio_pci reports its own.
bool mayHaveUnseenHolders(const Function &function)
{
    const bool reported = function.turnoutDriver && function.turnoutDriver->inUse;
    return function.driver && !reported && (!function.holders || !function.holders->complete);
}

Findings unseenHolders(const PreflightContext &context)
{
    QList<const Function *> unseen = context.assignedTogether;
    unseen.removeIf([](const Function *function) {
        return !mayHaveUnseenHolders(*function);
    });
    if (unseen.isEmpty())
        return {};
    const bool lookedFor = std::ranges::all_of(unseen, [](const Function *function) {
        return function->holders.known();
    });
    if (lookedFor)
        return {unread(context.gpu,
                       Severity::Caution,
                       i18nc("@info %1 is a list of PCI addresses",
                             "Turnout could not check all programs that may have %1 open: the processes of other users are not readable.",
                             addresses(unseen)),
                       i18nc("@info", "/proc/*/fd: needs permission"))};
    Finding finding = unread(context.gpu,
                             Severity::Caution,
                             i18nc("@info %1 is a list of PCI addresses", "Turnout does not know which programs have %1 open: processes were not scanned.", addresses(unseen)),
                             i18nc("@info", "/proc/*/fd: not read"));
    finding.remedy = i18nc("@info", "Run Turnout on that machine with administrator rights.");
    return {finding};
}

/// `stuck-in-kernel` covers Busy, `not-responding` the last.
bool isUnreadable(Unread why)
{
    return why != Unread::Absent && why != Unread::Suspended && why != Unread::Busy && why != Unread::NotResponding;
}

Findings unknownDrivers(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.affected) {
        if (!function->driver && isUnreadable(function->driver.why()))
            findings.append(unread(*function,
                                   Severity::Caution,
                                   i18nc("@info %1 is a PCI address and name",
                                         "The driver of %1 could not be read, so it is unknown whether the host uses it.",
                                         nameWithAddress(*function)),
                                   i18nc("@info %1 is a path", "%1: could not be read", attributePath(*function, u"driver"_s))));
    }
    return findings;
}

/// Every VGA controller has boot_vga (drivers/pci/pci-sysfs.c, pci_dev_attrs_are_visible), so a snapshot without it
/// cannot tell the boot display; and a driver that displays something has connectors.
Findings unknownDisplay(const Function &gpu)
{
    constexpr quint32 vgaController = 0x0300;
    const bool reported = gpu.bootVga.known() || gpu.bootVga.why() != Unread::Absent || !gpu.connectors.isEmpty();
    if (reported || gpu.classCode >> 8 != vgaController || !isOnHostDriver(gpu))
        return {};
    Finding finding = unread(gpu,
                             Severity::Caution,
                             i18nc("@info", "It is unknown whether the host displays something through this GPU."),
                             i18nc("@info %1 is a path", "%1: missing", attributePath(gpu, u"boot_vga"_s)));
    finding.remedy = i18nc("@info", "Check which GPU your display is connected to, or run Turnout on that machine.");
    return {finding};
}

Findings unreadFacts(const Function &gpu)
{
    QStringList paths;
    if (!gpu.capabilities && isUnreadable(gpu.capabilities.why()))
        paths << attributePath(gpu, u"config"_s);
    if (!gpu.resetMethods && isUnreadable(gpu.resetMethods.why()))
        paths << attributePath(gpu, u"reset_method"_s);
    if (!gpu.bootVga && isUnreadable(gpu.bootVga.why()))
        paths << attributePath(gpu, u"boot_vga"_s);
    if (paths.isEmpty())
        return {};
    return {unread(gpu,
                   Severity::Note,
                   i18nc("@info", "Some values of this GPU could not be read. Its reset methods or isolation may be unknown."),
                   i18nc("@info %1 is a list of paths", "%1: needs permission", paths.join(u", "_s)))};
}
}

Findings driverFindings(const PreflightContext &context)
{
    return unbindMayBlock(context) + linkedFunctions(context) + identicalIds(context) + unusedByHost(context.gpu) + suspendedFindings(context) + unsignedModule(context);
}

Findings stuckFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.affected) {
        if (isStuck(*function))
            findings.append(blocker(u"stuck-in-kernel"_s,
                                    *function,
                                    i18nc("@info %1 is a PCI address and name",
                                          "An earlier change to %1 is still blocked in the kernel. Turnout does not touch the function until that change ends.",
                                          nameWithAddress(*function)),
                                    i18nc("@info %1 is a path", "%1: exists", "/run/turnout/blocked/"_L1 + function->address.toString()),
                                    i18nc("@info",
                                          "End the programs that use it, then run “turnout recover” to finish or undo that change. If no program uses it, "
                                          "restart the computer.")));
    }
    return findings;
}

Findings suspendedFindings(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    if (!isSuspended(gpu) || !respondingFindings(context).isEmpty())
        return {};
    const bool byStatus = gpu.runtimePm.status && *gpu.runtimePm.status == RuntimeStatus::Suspended;
    return {
        {.id = u"suspended"_s,
         .severity = Severity::Note,
         .address = gpu.address,
         .text = i18nc("@info", "The GPU is suspended and was not woken, so values that only an active GPU reports are unknown. Assigning it wakes it."),
         .evidence = byStatus ? attributeEvidence(gpu, u"power/runtime_status"_s, u"suspended"_s) : attributeEvidence(gpu, u"power_state"_s, *gpu.powerState),
         .remedy = {}}};
}

Findings unreadFindings(const PreflightContext &context)
{
    return unseenHolders(context) + unknownDrivers(context) + unknownDisplay(context.gpu) + unreadFacts(context.gpu);
}

}
