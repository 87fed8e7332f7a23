// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "pciclass.h"
#include "preflightchecks.h"
#include "topology.h"

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

/// VFIO can reset the whole bus above when all that is on it belongs to the same user
/// (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_ioctl_pci_hot_reset).
bool isAloneBehindBridge(const PreflightCase &of)
{
    return bridgeAbove(of.snapshot, of.gpu) && std::ranges::all_of(of.snapshot.functions, [&of](const Function &other) {
               return other.address.domain != of.gpu.address.domain || other.address.bus != of.gpu.address.bus || of.travellers.contains(&other);
           });
}

Finding noReset(const PreflightCase &of)
{
    Finding finding{.id = u"no-reset"_s, .severity = Severity::Caution, .address = of.gpu.address, .text = {}, .evidence = {}, .remedy = {}};
    finding.evidence = i18nc("@info %1 is a path", "%1: none", attributePath(of.gpu, u"reset_method"_s));
    if (isAloneBehindBridge(of)) {
        finding.severity = Severity::Note;
        finding.text =
            i18nc("@info", "The GPU cannot be reset by itself, only by a reset of the bus, which works when its whole slot goes to the same virtual machine.");
        finding.remedy = i18nc("@info", "Give all functions of the slot to the virtual machine.");
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

bool hasSameIds(const Function &one, const Function &other)
{
    return one.vendor == other.vendor && one.device == other.device;
}

/// The kernel parameter that binds every card with these IDs to VFIO, as "vfio-pci.ids=10de:1c03,10de:10f1".
QString idsParameter(const Snapshot &snapshot, const QString &ids)
{
    const QStringList words = snapshot.machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    const auto found = std::ranges::find_if(words, [&ids](const QString &word) {
        return word.contains(".ids="_L1) && word.contains(ids, Qt::CaseInsensitive);
    });
    return found == words.end() ? QString() : *found;
}

/// The first few: a server may have a hundred of a kind.
QString listed(const QStringList &addresses)
{
    constexpr qsizetype enough = 8;
    const QString all = addresses.first(std::min(enough, addresses.size())).join(u", "_s);
    const qsizetype more = addresses.size() - enough;
    return more <= 0 ? all : i18ncp("@info %2 is a list of PCI addresses", "%2 and %1 more", "%2 and %1 more", int(more), all);
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

Findings sleeping(const Function &gpu)
{
    if (!isAsleep(gpu))
        return {};
    const bool byStatus = gpu.runtimePm.status && *gpu.runtimePm.status == RuntimeStatus::Suspended;
    return {
        {.id = u"asleep"_s,
         .severity = Severity::Note,
         .address = gpu.address,
         .text = i18nc("@info", "The GPU is asleep. It was not woken for this look, so what only an awake GPU tells is not known; handing it over wakes it."),
         .evidence = byStatus ? attributeEvidence(gpu, u"power/runtime_status"_s, u"suspended"_s) : attributeEvidence(gpu, u"power_state"_s, *gpu.powerState),
         .remedy = {}}};
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

/// Only a driver can have users; without one there is nobody to overlook.
bool mayHaveUnseenHolders(const Function &function)
{
    return function.driver && (!function.holders || !function.holders->complete);
}

QString addresses(const QList<const Function *> &functions)
{
    QStringList texts;
    for (const Function *function : functions)
        texts << function->address.toShortString();
    return texts.join(u", "_s);
}

Findings unseenHolders(const PreflightCase &of)
{
    QList<const Function *> unseen = of.travellers;
    unseen.removeIf([](const Function *traveller) {
        return !mayHaveUnseenHolders(*traveller);
    });
    if (unseen.isEmpty())
        return {};
    const bool lookedFor = std::ranges::all_of(unseen, [](const Function *traveller) {
        return traveller->holders.known();
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

bool isUnknowable(Unread why)
{
    return why != Unread::Absent && why != Unread::Asleep;
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

Findings resetFindings(const PreflightCase &of)
{
    Findings findings;
    if (hasNoReset(of))
        findings.append(noReset(of));
    if (const ResetQuirk *quirk = resetQuirkOf(of.quirks, of.gpu))
        findings.append(resetTrouble(of.gpu, *quirk));
    return findings;
}

Findings driverFindings(const PreflightCase &of)
{
    return identicalIds(of) + parked(of.gpu) + sleeping(of.gpu) + unsignedModule(of);
}

Findings unreadFindings(const PreflightCase &of)
{
    return unseenHolders(of) + unknownDrivers(of) + unknownDisplay(of.gpu) + unreadFacts(of.gpu);
}

}
