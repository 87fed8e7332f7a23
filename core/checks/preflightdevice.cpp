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

/// The kernel parameter that binds every card with these IDs to VFIO, as "vfio-pci.ids=10de:1c03,10de:10f1".
QString idsParameter(const Snapshot &snapshot, const QString &ids)
{
    const QStringList keywords = snapshot.machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    const auto found = std::ranges::find_if(keywords, [&ids](const QString &word) {
        return word.contains(".ids="_L1) && word.contains(ids, Qt::CaseInsensitive);
    });
    return found == keywords.end() ? QString() : *found;
}

Findings identicalIds(const PreflightCase &of)
{
    QStringList twins;
    for (const Function &other : of.snapshot.functions) {
        if (&other != &of.gpu && isDisplay(other) && hasSameIds(other, of.gpu) && !other.physicalFunction)
            twins << other.address.toShortString();
    }
    if (twins.isEmpty() || of.gpu.physicalFunction)
        return {};

    const QString ids = QString::asprintf("%04x:%04x", of.gpu.vendor, of.gpu.device);
    Finding finding{.id = u"identical-ids"_s, .severity = Severity::Note, .address = of.gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    if (const QString parameter = idsParameter(of.snapshot, ids); !parameter.isEmpty()) {
        finding.severity = Severity::Caution;
        finding.text = i18ncp("@info %2 is a list of PCI addresses, %3 are PCI IDs",
                              "%2 has the same IDs (%3), and a kernel parameter hands every card with these IDs to VFIO at boot.",
                              "%2 have the same IDs (%3), and a kernel parameter hands every card with these IDs to VFIO at boot.",
                              int(twins.size()),
                              listed(twins),
                              ids);
        finding.evidence = "/proc/cmdline: "_L1 + parameter;
        finding.remedy = i18nc("@info", "Remove the parameter; a card can be bound by its place instead.");
        return {finding};
    }
    finding.text = i18ncp("@info %2 is a list of PCI addresses, %3 are PCI IDs",
                          "%2 has the same IDs (%3). Instructions that bind by ID would take both; Turnout binds by place.",
                          "%2 have the same IDs (%3). Instructions that bind by ID would take all of them; Turnout binds by place.",
                          int(twins.size()),
                          listed(twins),
                          ids);
    finding.evidence = attributeEvidence(of.gpu, u"vendor"_s, QString::asprintf("0x%04x", of.gpu.vendor)) + u"; "_s
        + attributeEvidence(of.gpu, u"device"_s, QString::asprintf("0x%04x", of.gpu.device));
    return {finding};
}

Findings parked(const Function &gpu)
{
    if (isOnVfio(gpu))
        return {{.id = u"bound-to-vfio"_s,
                 .severity = Severity::Note,
                 .address = gpu.address,
                 .text = i18nc("@info", "The GPU is already set aside for virtual machines; the host does not use it."),
                 .evidence = attributeEvidence(gpu, u"driver"_s, *gpu.driver),
                 .remedy = {}}};
    if (gpu.driver || gpu.driver.why() != Unread::Absent)
        return {};
    return {{.id = u"no-driver"_s,
             .severity = Severity::Note,
             .address = gpu.address,
             .text = i18nc("@info", "No driver is bound, so the host does not use this GPU."),
             .evidence = i18nc("@info %1 is a path", "%1: not there", attributePath(gpu, u"driver"_s)),
             .remedy = {}}};
}

Findings unsignedModule(const PreflightCase &of)
{
    constexpr auto ours = "turnout_vfio_pci"_L1;
    const Machine &machine = of.snapshot.machine;
    const bool locked = machine.lockdown && *machine.lockdown != "none"_L1;
    const bool secure = machine.secureBoot && *machine.secureBoot;
    if ((!locked && !secure) || !machine.vfioModules.contains(ours) || machine.vfioModulesLoaded.contains(ours))
        return {};
    return {
        {.id = u"unsigned-module"_s,
         .severity = Severity::Note,
         .address = of.gpu.address,
         .text = i18nc(
             "@info",
             "This machine only loads signed kernel modules. Turnout's own VFIO module does not load unless it is signed with a key that this machine trusts."),
         .evidence = locked ? u"/sys/kernel/security/lockdown: "_s + *machine.lockdown : u"/sys/firmware/efi/efivars/SecureBoot-*: 1"_s,
         .remedy = i18nc("@info", "The kernel's own vfio-pci works as it is. To use Turnout's module, enrol a key with mokutil and sign the module.")}};
}

/// The driver counts its users and waits for them in remove(), uninterruptibly, also for those that show in no list of
/// open files (https://github.com/NVIDIA/open-gpu-kernel-modules/issues/1119).
Findings unbindMayBlock(const PreflightCase &of)
{
    Findings findings;
    for (const Function *companion : of.assignedTogether) {
        if (companion->driver.valueOr({}) != "nvidia"_L1)
            continue;
        const bool free = companion->holders && companion->holders->complete && companion->holders->processes.isEmpty();
        findings.append(
            {.id = u"unbind-may-block"_s,
             .severity = free ? Severity::Note : Severity::Caution,
             .address = companion->address,
             .text = i18nc("@info %1 is a PCI address and name",
                           "The nvidia driver lets go of %1 only when nobody uses it; else it waits for ever, and what waits cannot be ended before "
                           "the computer is restarted.",
                           nameWithAddress(*companion)),
             .evidence = attributeEvidence(*companion, u"driver"_s, *companion->driver),
             .remedy = i18nc("@info", "Stop nvidia-persistenced and every program that computes or draws on it first.")});
    }
    return findings;
}

/// A device link makes the kernel keep the supplier awake for its consumer, and take the consumer from its driver first.
Findings linkedFunctions(const PreflightCase &of)
{
    Findings findings;
    for (const Function &consumer : of.snapshot.functions) {
        if (!consumer.suppliers.contains(of.gpu.address) || !consumer.driver)
            continue;
        const bool travels = of.assignedTogether.contains(&consumer);
        findings.append(
            {.id = u"linked-function"_s,
             .severity = travels ? Severity::Note : Severity::Caution,
             .address = consumer.address,
             .text = travels
                 ? i18nc("@info %1 is a PCI address and name", "%1 is linked to the GPU: it goes with it, and is taken first.", nameWithAddress(consumer))
                 : i18nc("@info %1 is a PCI address and name",
                         "%1 is linked to the GPU but does not go with it: the kernel takes it from its driver along with the GPU.",
                         nameWithAddress(consumer)),
             .evidence = attributePath(consumer, "supplier:pci:"_L1 + of.gpu.address.toString()),
             .remedy = travels ? QString() : i18nc("@info", "Make sure that the host can do without it.")});
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
            .remedy = i18nc("@info", "Look again with administrator rights.")};
}

/// Only a driver can have users; without one there is nobody to overlook. Ours tells itself whether it has one.
bool mayHaveUnseenHolders(const Function &function)
{
    const bool told = function.turnoutDriver && function.turnoutDriver->inUse;
    return function.driver && !told && (!function.holders || !function.holders->complete);
}

Findings unseenHolders(const PreflightCase &of)
{
    QList<const Function *> unseen = of.assignedTogether;
    unseen.removeIf([](const Function *companion) {
        return !mayHaveUnseenHolders(*companion);
    });
    if (unseen.isEmpty())
        return {};
    const bool lookedFor = std::ranges::all_of(unseen, [](const Function *companion) {
        return companion->holders.known();
    });
    if (lookedFor)
        return {unread(of.gpu,
                       Severity::Caution,
                       i18nc("@info %1 is a list of PCI addresses",
                             "Which programs have %1 open is not fully known: those of other users could not be looked into.",
                             addresses(unseen)),
                       i18nc("@info", "/proc/*/fd: needs permission"))};
    Finding finding = unread(of.gpu,
                             Severity::Caution,
                             i18nc("@info %1 is a list of PCI addresses", "Which programs have %1 open is not known: it was not looked up.", addresses(unseen)),
                             i18nc("@info", "/proc/*/fd: not read"));
    finding.remedy = i18nc("@info", "Look on the machine itself, with administrator rights.");
    return {finding};
}

/// That a function is stuck is a finding of its own.
bool isUnknowable(Unread why)
{
    return why != Unread::Absent && why != Unread::Suspended && why != Unread::Busy;
}

Findings unknownDrivers(const PreflightCase &of)
{
    Findings findings;
    for (const Function *function : of.affected) {
        if (!function->driver && isUnknowable(function->driver.why()))
            findings.append(unread(*function,
                                   Severity::Caution,
                                   i18nc("@info %1 is a PCI address and name",
                                         "Which driver is bound to %1 could not be read, so whether the host uses it is not known.",
                                         nameWithAddress(*function)),
                                   i18nc("@info %1 is a path", "%1: could not be read", attributePath(*function, u"driver"_s))));
    }
    return findings;
}

/// Every VGA controller has boot_vga (drivers/pci/pci-sysfs.c, pci_dev_attrs_are_visible), so a snapshot without it does
/// not tell which one the firmware chose; and a driver that shows pictures has connectors.
Findings unknownDisplay(const Function &gpu)
{
    constexpr quint32 vgaController = 0x0300;
    const bool told = gpu.bootVga.known() || gpu.bootVga.why() != Unread::Absent || !gpu.connectors.isEmpty();
    if (told || gpu.classCode >> 8 != vgaController || !isOnHostDriver(gpu))
        return {};
    Finding finding = unread(gpu,
                             Severity::Caution,
                             i18nc("@info", "Whether the host shows a picture through this GPU is not known."),
                             i18nc("@info %1 is a path", "%1: not there", attributePath(gpu, u"boot_vga"_s)));
    finding.remedy = i18nc("@info", "See which GPU your screen is plugged into, or look on the machine itself.");
    return {finding};
}

Findings unreadFacts(const Function &gpu)
{
    QStringList paths;
    if (!gpu.capabilities && isUnknowable(gpu.capabilities.why()))
        paths << attributePath(gpu, u"config"_s);
    if (!gpu.resetMethods && isUnknowable(gpu.resetMethods.why()))
        paths << attributePath(gpu, u"reset_method"_s);
    if (!gpu.bootVga && isUnknowable(gpu.bootVga.why()))
        paths << attributePath(gpu, u"boot_vga"_s);
    if (paths.isEmpty())
        return {};
    return {unread(gpu,
                   Severity::Note,
                   i18nc("@info", "Not everything about this GPU could be read, so how it resets or what isolates it may not be shown."),
                   i18nc("@info %1 is a list of paths", "%1: needs permission", paths.join(u", "_s)))};
}
}

Findings driverFindings(const PreflightCase &of)
{
    return unbindMayBlock(of) + linkedFunctions(of) + identicalIds(of) + parked(of.gpu) + sleepFindings(of) + unsignedModule(of);
}

Findings stuckFindings(const PreflightCase &of)
{
    Findings findings;
    for (const Function *function : of.affected) {
        if (isStuck(*function))
            findings.append(blocker(u"stuck-in-kernel"_s,
                                    *function,
                                    i18nc("@info %1 is a PCI address and name",
                                          "The kernel does not come back from an earlier change to %1, so nothing else is tried on it.",
                                          nameWithAddress(*function)),
                                    i18nc("@info %1 is a path", "%1: there", "/run/turnout/blocked/"_L1 + function->address.toString()),
                                    i18nc("@info",
                                          "End the programs that use it, then finish or take back that change (“turnout recover”). If no program uses "
                                          "it, only restarting the computer helps.")));
    }
    return findings;
}

Findings sleepFindings(const PreflightCase &of)
{
    const Function &gpu = of.gpu;
    if (!isSuspended(gpu))
        return {};
    const bool byStatus = gpu.runtimePm.status && *gpu.runtimePm.status == RuntimeStatus::Suspended;
    return {
        {.id = u"suspended"_s,
         .severity = Severity::Note,
         .address = gpu.address,
         .text = i18nc("@info", "The GPU is asleep. It was not woken for this look, so what only an awake GPU tells is not known; handing it over wakes it."),
         .evidence = byStatus ? attributeEvidence(gpu, u"power/runtime_status"_s, u"suspended"_s) : attributeEvidence(gpu, u"power_state"_s, *gpu.powerState),
         .remedy = {}}};
}

Findings unreadFindings(const PreflightCase &of)
{
    return unseenHolders(of) + unknownDrivers(of) + unknownDisplay(of.gpu) + unreadFacts(of.gpu);
}

}
