// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

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
QString processNames(const QList<Holder> &holders)
{
    QStringList names;
    for (const Holder &holder : holders)
        names << processName(holder);
    names.removeDuplicates();
    return listed(names, 5);
}

QString holderEvidence(const QList<Holder> &holders)
{
    QStringList lines;
    for (const Holder &holder : holders)
        lines << u"/proc/%1/fd: %2"_s.arg(QString::number(holder.pid), shortName(holder.node));
    lines.removeDuplicates();
    return listed(lines, 5, "; "_L1);
}

/// A function that a VM has open, whether or not the process is visible.
Finding opened(const Function &function)
{
    QList<Holder> users = holdersWith(function, NodeUse::Vfio);
    Finding finding = blocker(u"in-use"_s, function, {}, {}, i18nc("@info", "Shut down that VM first."));
    if (users.isEmpty()) {
        finding.text = i18nc("@info %1 is a PCI address and name", "%1 is in use by a VM or another user-space driver.", nameWithAddress(function));
        finding.evidence = attributeEvidence(function, u"turnout/in_use"_s, u"1"_s);
        return finding;
    }
    finding.text =
        i18nc("@info %1 is a PCI address and name, %2 a list of processes", "%1 is in use by a VM: %2.", nameWithAddress(function), processNames(users));
    finding.evidence = holderEvidence(users);
    finding.remedy = howToStop(users);
    return finding;
}

/// A share of the function, whose driver would take it away from the VM while it is unbound.
Finding openedShare(const Function &function)
{
    const QList<Holder> users = holdersWith(function, NodeUse::Vfio);
    return blocker(u"in-use"_s,
                   function,
                   i18nc("@info %1 is a PCI address and name, %2 a list of processes, %3 a driver",
                         "A VM uses a share of %1: %2. Unbinding the driver %3 would take it away from the running VM.",
                         nameWithAddress(function),
                         processNames(users),
                         function.driver.valueOr({})),
                   holderEvidence(users),
                   howToStop(users));
}

bool isAddressOf(const QString &node, const MediatedDevice &device)
{
    return (device.group && node == "/dev/vfio/"_L1 + QString::number(number(*device.group)))
        || (!device.vfioDevice.isEmpty() && node == "/dev/vfio/devices/"_L1 + device.vfioDevice);
}

/// Whether VMs have only mediated devices of the function open.
bool isSharedOut(const Function &function)
{
    const QList<Holder> users = holdersWith(function, NodeUse::Vfio);
    return !function.mediatedDevices.isEmpty() && !users.isEmpty() && std::ranges::all_of(users, [&function](const Holder &user) {
        return std::ranges::any_of(function.mediatedDevices, [&user](const MediatedDevice &device) {
            return isAddressOf(user.node, device);
        });
    });
}

Finding openedBy(const Function &function)
{
    return isSharedOut(function) ? openedShare(function) : opened(function);
}

/// The virtual functions of one that would be unbound: VMs may have them, too.
QList<const Function *> openedVirtualFunctions(const PreflightContext &context, const Function &physical)
{
    QList<const Function *> found;
    for (const Function &function : context.snapshot.functions) {
        if (function.physicalFunction == physical.address && isOpened(function))
            found.append(&function);
    }
    return found;
}

/// Whether the host has other GPUs with this driver, whose users also have the nodes that all of them share.
bool hasSiblings(const PreflightContext &context, const Function &gpu)
{
    return std::ranges::any_of(context.snapshot.functions, [&](const Function &other) {
        return isGpu(other) && &other != &gpu && !context.assignedTogether.contains(&other) && other.driver && gpu.driver && *other.driver == *gpu.driver;
    });
}

QList<Holder> notOfVfio(const Function &function)
{
    return holdersWith(function, NodeUse::Device) + holdersWith(function, NodeUse::Shared) + holdersWith(function, NodeUse::Sound);
}

Finding held(const Function &function, Severity severity, const QString &text, const QList<Holder> &holders)
{
    return {.id = u"held-by-process"_s,
            .severity = severity,
            .address = function.address,
            .text = text,
            .evidence = holderEvidence(holders),
            .remedy = howToStop(holders)};
}

bool isI2c(const Holder &holder)
{
    return holder.node.startsWith("/dev/i2c-"_L1);
}

/// drivers/i2c/i2c-core-base.c, i2c_del_adapter: waits uninterruptibly for the last user of the bus.
QString heldText(const Function &function, const QList<Holder> &holders)
{
    if (std::ranges::all_of(holders, isI2c))
        return i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                     "Programs have an I2C bus of %1 open: %2. Unbinding its driver would hang until they close it, and could not be interrupted.",
                     nameWithAddress(function),
                     processNames(holders));
    return i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                 "Programs have %1 open: %2. Unbinding it now can hang or end these programs.",
                 nameWithAddress(function),
                 processNames(holders));
}

Findings heldFindings(const PreflightContext &context, const Function &function)
{
    const QList<Holder> all = notOfVfio(function);
    const QList<Holder> shared = holdersWith(function, NodeUse::Shared);
    const QList<Holder> sound = holdersWith(function, NodeUse::Sound);
    const bool isCertain = !holdersWith(function, NodeUse::Device).isEmpty() || (!shared.isEmpty() && !hasSiblings(context, function));
    if (all.isEmpty())
        return {};
    if (isCertain)
        return {held(function, Severity::Blocker, heldText(function, all), all)};
    Findings findings;
    if (!shared.isEmpty())
        findings.append(held(function,
                             Severity::Caution,
                             i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                                   "Programs use the driver of %1: %2. Whether they use this GPU cannot be seen, and unbinding it hangs if they do.",
                                   nameWithAddress(function),
                                   processNames(shared)),
                             shared));
    if (sound.isEmpty())
        return findings;
    if (std::ranges::all_of(sound, isSoundServer)) {
        findings.append(held(function,
                             Severity::Caution,
                             i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                                   "Programs have %1 open: %2. Unbinding waits for them; a sound server usually closes it by itself.",
                                   nameWithAddress(function),
                                   processNames(sound)),
                             sound));
        return findings;
    }
    findings.append(held(function,
                         Severity::Blocker,
                         i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                               "Programs have %1 open: %2. Unbinding its driver hangs until they close it.",
                               nameWithAddress(function),
                               processNames(sound)),
                         sound));
    return findings;
}

/// The driver's own framebuffer client counts as a user of the GPU (NVIDIA kernel-open/nvidia-drm, parameter fbdev).
Findings consoleFindings(const Function &function)
{
    if (function.framebuffers.isEmpty() || !function.driver || *function.driver != "nvidia"_L1)
        return {};
    return {{.id = u"held-by-console"_s,
             .severity = Severity::Caution,
             .address = function.address,
             .text = i18nc("@info %1 is a framebuffer, %2 a PCI address and name",
                           "The nvidia driver keeps the framebuffer %1 for the console on %2. Unbinding can hang until the module nvidia_drm is unloaded.",
                           function.framebuffers.join(u", "_s),
                           nameWithAddress(function)),
             .evidence = "/sys/class/graphics/"_L1 + function.framebuffers.first(),
             .remedy = i18nc("@info",
                             "Unload it with “sudo modprobe -r nvidia_drm” once no program uses the GPU, or add the kernel parameter “nvidia_drm.fbdev=0”.")}};
}
}

Findings holderFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.assignedTogether) {
        if (isOpened(*function))
            findings.append(openedBy(*function));
        else if (isOnVfio(*function) && function->holders && !function->holders->processes.isEmpty())
            findings.append(held(*function, Severity::Blocker, heldText(*function, function->holders->processes), function->holders->processes));
        for (const Function *virtualFunction : openedVirtualFunctions(context, *function))
            findings.append(opened(*virtualFunction));
        if (!isOnVfio(*function))
            findings += heldFindings(context, *function) + consoleFindings(*function);
    }
    return findings;
}

Findings unbindBlockers(const Snapshot &snapshot, const PciAddress &address)
{
    const Function *function = snapshot.function(address);
    if (!function)
        return {};
    const PreflightContext context{.snapshot = snapshot, .gpu = *function, .quirks = {}, .assignedTogether = {function}, .groups = {}, .affected = {}};
    Findings findings = holderFindings(context);
    findings.removeIf([](const Finding &finding) {
        return finding.severity != Severity::Blocker;
    });
    return findings;
}

/// Removing the parent's driver removes them (drivers/vfio/mdev/mdev_core.c, mdev_unregister_parent).
Findings mediatedDeviceFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.assignedTogether) {
        if (function->mediatedDevices.isEmpty())
            continue;
        QStringList uuids;
        for (const MediatedDevice &device : function->mediatedDevices)
            uuids << device.uuid;
        findings.append(blocker(u"has-mediated-devices"_s,
                                *function,
                                i18ncp("@info %2 is a PCI address and name, %3 a list of UUIDs",
                                       "%2 is shared among VMs through a mediated device, %3. It disappears when the GPU's driver is unbound.",
                                       "%2 is shared among VMs through %1 mediated devices: %3. They disappear when the GPU's driver is unbound.",
                                       int(uuids.size()),
                                       nameWithAddress(*function),
                                       listed(uuids, 3)),
                                "/sys/bus/mdev/devices/"_L1 + uuids.first(),
                                i18nc("@info %1 is a UUID",
                                      "Shut down the VMs that use them, then remove each with “sudo mdevctl stop -u %1”. To keep sharing the GPU, add a "
                                      "mediated device to the VM instead.",
                                      uuids.first())));
    }
    return findings;
}

Findings offeredByDriverFindings(const PreflightContext &context, const Goal &goal)
{
    if (!isOfferedByDriver(context.gpu))
        return {};
    const bool stays = goal.verb == Verb::Assign && goal.driver.isEmpty();
    const QString driver = *context.gpu.driver;
    return {{.id = u"offered-by-driver"_s,
             .severity = stays ? Severity::Note : Severity::Blocker,
             .address = context.gpu.address,
             .text = stays ? i18nc("@info %1 is a driver", "The driver %1 offers this function to VMs itself. It stays bound to that driver.", driver)
                           : i18nc("@info %1 is a driver",
                                   "The driver %1 offers this function to VMs itself. Bound to another driver, it would be of no use to a VM.",
                                   driver),
             .evidence = attributePath(context.gpu, "vfio-dev/"_L1 + context.gpu.vfioDevice),
             .remedy = i18nc("@info %1 is a PCI address", "Add it to a VM as it is: “turnout xml %1 --hostdev-only”.", context.gpu.address.toShortString())}};
}

}
