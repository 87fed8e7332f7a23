// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString ids(const Function &function)
{
    return QString::asprintf("%04x:%04x", function.vendor, function.device);
}

Finding managed(const PreflightContext &context, Severity severity, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = u"other-manager"_s, .severity = severity, .address = context.gpu.address, .text = text, .evidence = evidence, .remedy = remedy};
}

QString evidenceOf(const ManagerSetting &setting)
{
    return shortName(setting.file) + u": "_s + shortName(setting.setting);
}

/// The address, or its slot, which stands for all of its functions.
bool mentions(const QString &text, const PciAddress &address)
{
    const QString domain = QString::asprintf("%04x:", address.domain);
    const QString pattern = u"(?<![0-9a-f:.])(%1)%2%3:%4(\\.%5)?(?![0-9a-f:.])"_s.arg(domain,
                                                                                      address.domain == 0 ? u"?"_s : QString(),
                                                                                      QString::asprintf("%02x", address.bus),
                                                                                      QString::asprintf("%02x", address.device),
                                                                                      QString::number(address.function));
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(text).hasMatch();
}

bool mentionsAny(const PreflightContext &context, const QString &text)
{
    return std::ranges::any_of(context.assignedTogether, [&text](const Function *function) {
        return mentions(text, function->address);
    });
}

bool mentionsIds(const PreflightContext &context, const QString &text)
{
    return std::ranges::any_of(context.assignedTogether, [&text](const Function *function) {
        return text.contains(ids(*function), Qt::CaseInsensitive);
    });
}

/// "softdep nvidia pre: vfio-pci" of a driver that the GPU has or could have.
bool delaysDriver(const PreflightContext &context, const QString &softdep)
{
    const QString driver = softdep.section(u' ', 1, 1);
    return context.gpu.moduleCandidates.contains(driver) || context.gpu.driver.valueOr({}) == driver;
}

Findings modprobeFindings(const PreflightContext &context, const ManagerSetting &setting)
{
    const bool isSoftdep = setting.setting.startsWith("softdep "_L1);
    if (isSoftdep ? !delaysDriver(context, setting.setting) : !mentionsIds(context, setting.setting))
        return {};
    const QString file = shortName(setting.file);
    if (isSoftdep)
        return {managed(
            context,
            Severity::Note,
            i18nc("@info %1 is a path", "%1 loads a VFIO driver before the driver of this GPU, so that it is claimed first at boot.", file),
            evidenceOf(setting),
            i18nc("@info %1 is a path", "Remove the line from %1 and rebuild the initramfs if Turnout is to decide, or leave this GPU to that file.", file))};
    return {managed(context,
                    Severity::Caution,
                    i18nc("@info %1 is a path", "%1 binds this GPU to vfio-pci whenever that module loads, and every other card with its IDs as well.", file),
                    evidenceOf(setting),
                    i18nc("@info %1 is a path",
                          "Remove the line from %1, rebuild the initramfs and use “Assign at Every Boot” instead, or leave this GPU to that file.",
                          file))};
}

/// The kernel parameter of the same meaning.
Findings parameterFindings(const PreflightContext &context)
{
    const QStringList parameters = context.snapshot.machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    for (const QString &parameter : parameters) {
        const bool claims = parameter.startsWith("vfio-pci.ids="_L1) || parameter.startsWith("vfio_pci.ids="_L1);
        if (claims && mentionsIds(context, parameter))
            return {managed(context,
                            Severity::Note,
                            i18nc("@info %1 is a kernel parameter",
                                  "The kernel parameter “%1” binds this GPU to vfio-pci, and every other card with its IDs as well.",
                                  shortName(parameter)),
                            "/proc/cmdline: "_L1 + shortName(parameter),
                            i18nc("@info", "Remove the parameter and use a boot assignment of Turnout instead, or leave this GPU to the parameter."))};
    }
    return {};
}

Findings driverctlFindings(const PreflightContext &context, const ManagerSetting &setting)
{
    if (!mentionsAny(context, setting.file))
        return {};
    const QString address = setting.file.section(u'/', -1);
    return {managed(context,
                    Severity::Caution,
                    i18nc("@info %1 is a PCI address, %2 a driver",
                          "driverctl binds %1 to the driver %2 at every boot, which may undo what Turnout did.",
                          address,
                          shortName(setting.setting)),
                    evidenceOf(setting),
                    i18nc("@info %1 is a PCI address",
                          "Remove its rule with “sudo driverctl unset-override %1” if Turnout is to decide, or change the driver with driverctl only.",
                          address))};
}

/// Programs that switch the second GPU of laptops.
Findings laptopFindings(const PreflightContext &context, const ManagerSetting &setting)
{
    constexpr quint16 nvidia = 0x10de;
    const bool isOther = !context.gpu.bootVga.valueOr(false) && context.gpu.parent;
    if (setting.manager == "supergfxctl"_L1 && isOther)
        return {managed(
            context,
            Severity::Caution,
            i18nc("@info %1 is a mode such as Hybrid",
                  "supergfxctl manages the second GPU of this machine (mode %1). It rebinds or removes the GPU when the mode changes and at boot.",
                  shortName(setting.setting)),
            evidenceOf(setting),
            i18nc("@info",
                  "Disable it with “sudo systemctl disable --now supergfxd.service” if Turnout is to decide, or use its mode Vfio instead of Turnout."))};
    if (setting.manager == "envycontrol"_L1 && context.gpu.vendor == nvidia)
        return {managed(context,
                        Severity::Caution,
                        i18nc("@info", "EnvyControl set up the NVIDIA GPU of this machine. Its files keep drivers from loading or remove the GPU at boot."),
                        evidenceOf(setting),
                        i18nc("@info", "Undo its setup with “sudo envycontrol --reset” and restart the machine, or leave this GPU to EnvyControl."))};
    if (setting.manager == "optimus-manager"_L1 && context.gpu.vendor == nvidia)
        return {managed(
            context,
            Severity::Caution,
            i18nc("@info", "optimus-manager switches the NVIDIA GPU of this machine. It loads and unloads its drivers when a session starts."),
            evidenceOf(setting),
            i18nc("@info", "Disable it with “sudo systemctl disable --now optimus-manager.service” if Turnout is to decide, or leave this GPU to it."))};
    if (setting.manager == "switcheroo-control"_L1 && isOther)
        return {managed(context,
                        Severity::Note,
                        i18nc("@info", "switcheroo-control offers this GPU to the desktop, which may start programs on it."),
                        evidenceOf(setting),
                        i18nc("@info", "Start no program with “Launch using Discrete Graphics Card” before you assign the GPU."))};
    return {};
}

Findings proxmoxFindings(const PreflightContext &context, const ManagerSetting &setting)
{
    if (!mentionsAny(context, setting.setting))
        return {};
    const QString vm = setting.file.section(u'/', -1).section(u'.', 0, 0);
    const bool isMapping = setting.setting.startsWith("map "_L1);
    return {managed(context,
                    isMapping ? Severity::Note : Severity::Caution,
                    isMapping
                        ? i18nc("@info", "A resource mapping of Proxmox VE contains this GPU. VMs that use the mapping bind it to vfio-pci when they start.")
                        : i18nc("@info %1 is a VM's number",
                                "VM %1 of Proxmox VE has this GPU and binds it to vfio-pci when it starts. It does not return it to the host.",
                                vm),
                    evidenceOf(setting),
                    isMapping ? i18nc("@info", "Remove the GPU from the mapping if Turnout is to decide, or leave assigning it to Proxmox VE.")
                              : i18nc("@info %1 is a VM's number, %2 a setting",
                                      "Remove it from the VM with “qm set %1 --delete %2” if Turnout is to decide, or leave assigning it to Proxmox VE.",
                                      vm,
                                      setting.setting.section(u':', 0, 0)))};
}

Findings libvirtFindings(const PreflightContext &context, const ManagerSetting &setting)
{
    if (!mentionsAny(context, setting.setting))
        return {};
    const QString vm = shortName(setting.file.section(u'/', -1).chopped(4));
    return {blocker(u"in-use"_s,
                    context.gpu,
                    i18nc("@info %1 is a VM's name, %2 a PCI address", "The running VM “%1” of libvirt has %2.", vm, setting.setting),
                    evidenceOf(setting),
                    i18nc("@info %1 is a VM's name", "Shut down the VM “%1” first: “virsh shutdown %1”.", vm))};
}

Findings findingsOf(const PreflightContext &context, const ManagerSetting &setting)
{
    if (setting.manager == "modprobe"_L1)
        return modprobeFindings(context, setting);
    if (setting.manager == "driverctl"_L1)
        return driverctlFindings(context, setting);
    if (setting.manager == "proxmox"_L1)
        return proxmoxFindings(context, setting);
    return setting.manager == "libvirt"_L1 ? Findings() : laptopFindings(context, setting);
}

bool isAssignedAtBoot(const Snapshot &snapshot, const Function &function)
{
    for (const auto *list : {&snapshot.boot.assignments, &snapshot.boot.trials, &snapshot.boot.endedTrials}) {
        for (const BootAssignment &assignment : list->valueOr({})) {
            const bool isPart = std::ranges::any_of(assignment.parts, [&](const BootAssignment::Part &part) {
                return functionOf(snapshot, part.identity) == &function;
            });
            if (isPart)
                return true;
        }
    }
    return false;
}

/// driver_override keeps the kernel from binding any other driver (drivers/pci/pci-driver.c, pci_match_device).
Findings overrideFindings(const PreflightContext &context)
{
    const bool isDriverctl = std::ranges::any_of(context.snapshot.machine.managerSettings, [&context](const ManagerSetting &setting) {
        return setting.manager == "driverctl"_L1 && mentions(setting.file, context.gpu.address);
    });
    const Function &gpu = context.gpu;
    const bool isSet = gpu.driverOverride && !gpu.driverOverride->isEmpty();
    if (!isSet || gpu.hostDriver || isDriverctl || isAssignedAtBoot(context.snapshot, gpu))
        return {};
    const bool isEffective = gpu.driver.valueOr({}) == *gpu.driverOverride;
    const QString file = attributePath(gpu, u"driver_override"_s);
    return {managed(context,
                    isEffective ? Severity::Note : Severity::Caution,
                    isEffective ? i18nc("@info %1 is a driver", "Another program reserved this GPU for the driver %1 (driver_override).", *gpu.driverOverride)
                                : i18nc("@info %1 is a driver",
                                        "Another program reserved this GPU for the driver %1 (driver_override), so the kernel binds no other to it.",
                                        *gpu.driverOverride),
                    file + u": "_s + *gpu.driverOverride,
                    i18nc("@info %1 is a path", "Remove the reservation with “echo | sudo tee %1” if that program no longer needs it.", file))};
}
}

Findings managerFindings(const PreflightContext &context)
{
    Findings findings = overrideFindings(context) + parameterFindings(context);
    for (const ManagerSetting &setting : context.snapshot.machine.managerSettings)
        findings += findingsOf(context, setting);
    // One program often has several files about the same GPU.
    Findings distinct;
    for (const Finding &finding : std::as_const(findings)) {
        const bool known = std::ranges::any_of(distinct, [&finding](const Finding &other) {
            return other.text == finding.text;
        });
        if (!known)
            distinct.append(finding);
    }
    return distinct;
}

Findings libvirtStatusFindings(const PreflightContext &context)
{
    const bool isSeenAlready = std::ranges::any_of(context.assignedTogether, [](const Function *function) {
        return function->holders && std::ranges::any_of(function->holders->processes, [](const Holder &holder) {
                   return holder.node.startsWith("/dev/vfio/"_L1);
               });
    });
    Findings findings;
    for (const ManagerSetting &setting : context.snapshot.machine.managerSettings) {
        if (setting.manager == "libvirt"_L1 && !isSeenAlready)
            findings += libvirtFindings(context, setting);
    }
    return findings;
}

}
