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
/// "/sys/class/drm/card0-HDMI-A-1/enabled: enabled", as far as the card's name is known.
QString connectorEvidence(const Function &gpu, const Connector &connector)
{
    for (const QString &node : gpu.drmNodes) {
        if (node.startsWith("card"_L1))
            return "/sys/class/drm/"_L1 + node + u'-' + connector.name + "/enabled: enabled"_L1;
    }
    return connector.name + ": enabled"_L1;
}

Findings litConnectors(const Function &gpu)
{
    QStringList names;
    QStringList evidence;
    for (const Connector &connector : gpu.connectors) {
        if (!connector.enabled)
            continue;
        names << connector.name;
        evidence << connectorEvidence(gpu, connector);
    }
    if (names.isEmpty())
        return {};
    return {{.id = u"display-in-use"_s,
             .severity = Severity::Blocker,
             .address = gpu.address,
             .text = i18nc("@info %1 is a list of connectors",
                           "The host shows a picture through this GPU (%1): that screen would go black, and the desktop may end.",
                           names.join(u", "_s)),
             .evidence = evidence.join(u"; "_s),
             .remedy = i18nc("@info", "Plug the monitor into another GPU, or switch this output off, and log in again.")}};
}

bool isBootDisplay(const Function &gpu)
{
    return gpu.bootVga && *gpu.bootVga;
}

Finding bootDisplay(const Function &gpu)
{
    return {.id = u"display-in-use"_s,
            .severity = Severity::Blocker,
            .address = gpu.address,
            .text = i18nc("@info",
                          "This is the GPU that the firmware started the machine with, and the host drives it: console and desktop would be lost with it."),
            .evidence = attributeEvidence(gpu, u"boot_vga"_s, u"1"_s) + u"; "_s + attributeEvidence(gpu, u"driver"_s, *gpu.driver),
            .remedy = i18nc("@info", "Choose another GPU as the primary display in the firmware setup.")};
}

bool holdsFirmwarePicture(const Function &gpu)
{
    return gpu.firmwareFramebuffer && !gpu.firmwareFramebuffer->isEmpty();
}

QString firmwareEvidence(const Function &gpu)
{
    return i18nc("@info %1 is a name in /proc/iomem, %2 is a PCI address", "/proc/iomem: %1 within %2", *gpu.firmwareFramebuffer, gpu.address.toString());
}

/// The console, or a display server without a driver of its own, draws into memory of this GPU.
Finding firmwarePicture(const Function &gpu)
{
    return {.id = u"display-in-use"_s,
            .severity = Severity::Blocker,
            .address = gpu.address,
            .text = i18nc(
                "@info",
                "The host shows its picture through this GPU, in the memory that the firmware set up: that screen would freeze or go black, and a virtual "
                "machine may fail with “BAR: can't reserve”."),
            .evidence = firmwareEvidence(gpu),
            .remedy = i18nc("@info", "Choose another GPU as the primary display in the firmware setup.")};
}

Finding firmwarePictureLeft(const Function &gpu)
{
    return {.id = u"display-in-use"_s,
            .severity = Severity::Caution,
            .address = gpu.address,
            .text = i18nc("@info",
                          "Memory of this GPU is still held for the picture that the firmware set up; a virtual machine then fails with “BAR: can't reserve”."),
            .evidence = firmwareEvidence(gpu),
            .remedy = i18nc("@info", "Choose another GPU as the primary display in the firmware setup.")};
}

Finding firmwareFramebuffer(const Function &gpu)
{
    return {.id = u"display-in-use"_s,
            .severity = Severity::Caution,
            .address = gpu.address,
            .text = i18nc(
                "@info",
                "This is the GPU that the firmware started the machine with. No driver is bound, but the console's firmware framebuffer may still hold its "
                "memory; a virtual machine then fails with “BAR: can't reserve”."),
            .evidence = attributeEvidence(gpu, u"boot_vga"_s, u"1"_s),
            .remedy = i18nc("@info", "Choose another GPU as the primary display in the firmware setup.")};
}

bool serves(const PreflightCase &of, const Function &other)
{
    return isDisplay(other) && !of.assignedTogether.contains(&other) && !isOnVfio(other) && !other.physicalFunction;
}

Finding lastGpu(const PreflightCase &of)
{
    return {.id = u"last-gpu"_s,
            .severity = Severity::Caution,
            .address = of.gpu.address,
            .text = i18nc("@info", "The host has no other GPU left: once this one is given away, the host has no screen until it is back."),
            .evidence = i18nc("@info", "/sys/bus/pci/devices: no other function of class 0x03 that is not on VFIO"),
            .remedy = i18nc("@info", "Make sure that you can reach this machine over the network before you hand the GPU over.")};
}

/// A graphics driver waits for the last user of such a node before it lets go.
bool isGpuNode(const QString &node)
{
    return node.startsWith("/dev/dri/"_L1) || node.startsWith("/dev/nvidia"_L1) || node.startsWith("/dev/kfd"_L1) || node.startsWith("/dev/fb"_L1);
}

/// What a process is called is up to itself, and so is what it makes of /dev in a namespace of its own.
QString processNames(const QList<Holder> &holders)
{
    QStringList names;
    for (const Holder &holder : holders)
        names << i18nc("@item process name and number", "%1 (%2)", shortName(holder.command), QString::number(holder.pid));
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

/// A VFIO function that somebody has open, whether or not it can be seen who that is.
Finding opened(const Function &function)
{
    const QList<Holder> holders = function.holders ? function.holders->processes : QList<Holder>();
    Finding finding{.id = u"in-use"_s,
                    .severity = Severity::Blocker,
                    .address = function.address,
                    .text = {},
                    .evidence = holders.isEmpty() ? attributeEvidence(function, u"turnout/in_use"_s, u"1"_s) : holderEvidence(holders),
                    .remedy = i18nc("@info", "Shut that virtual machine down first.")};
    if (holders.isEmpty())
        finding.text = i18nc("@info %1 is a PCI address and name",
                             "%1 is in use by a virtual machine or another program that drives it from user space.",
                             nameWithAddress(function));
    else
        finding.text = i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                             "%1 is in a virtual machine now, held by %2.",
                             nameWithAddress(function),
                             processNames(holders));
    return finding;
}

Finding held(const Function &function, const QList<Holder> &holders)
{
    Finding finding{.id = u"held-by-process"_s,
                    .severity = Severity::Blocker,
                    .address = function.address,
                    .text = {},
                    .evidence = holderEvidence(holders),
                    .remedy = {}};
    const QString names = processNames(holders);
    finding.remedy = i18nc("@info", "Close these programs first. A desktop that holds every GPU has to be told to leave this one alone.");
    if (std::ranges::any_of(holders, [](const Holder &holder) {
            return isGpuNode(holder.node);
        })) {
        finding.text = i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                             "Programs have %1 open: %2. Taking it from its driver now can hang for ever or end these programs.",
                             nameWithAddress(function),
                             names);
        return finding;
    }
    finding.severity = Severity::Caution;
    finding.text = i18nc("@info %1 is a PCI address and name, %2 a list of processes",
                         "Programs have %1 open: %2. The host waits for them when it lets go; a sound server usually follows by itself.",
                         nameWithAddress(function),
                         names);
    return finding;
}

Finding loss(const QString &id, Severity severity, const Function &function, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = id, .severity = severity, .address = function.address, .text = text, .evidence = evidence, .remedy = remedy};
}

Finding unknownStorage(const Function &function, const BlockDevice &disk)
{
    return loss(u"unknown-needs-permission"_s,
                Severity::Caution,
                function,
                i18nc("@info %1 is a disk, %2 a PCI address and name",
                      "Whether file systems of the disk %1 on %2 are mounted is not known. The host would lose them while it runs.",
                      disk.name,
                      nameWithAddress(function)),
                i18nc("@info %1 is a path", "%1: could not be read", u"/proc/1/mountinfo"_s),
                i18nc("@info", "Look with “findmnt” before you give it away."));
}

Findings storageLoss(const Function &function)
{
    Findings findings;
    for (const BlockDevice &disk : function.blockDevices) {
        if (!disk.mounts && disk.mounts.why() != Unread::Absent)
            findings.append(unknownStorage(function, disk));
        QStringList uses;
        for (const QString &mount : disk.mounts.valueOr({}))
            uses << shortName(mount);
        if (disk.swap)
            uses << i18nc("@item use of a disk", "swap");
        if (uses.isEmpty())
            continue;
        findings.append(loss(u"storage-mounted"_s,
                             Severity::Blocker,
                             function,
                             i18nc("@info %1 is a disk, %2 a PCI address and name, %3 a list of mount points",
                                   "The disk %1 on %2 is in use: %3. The host would lose it while it runs.",
                                   disk.name,
                                   nameWithAddress(function),
                                   listed(uses)),
                             u"/proc/1/mountinfo, /proc/swaps: "_s + disk.name,
                             i18nc("@info", "Unmount what is on this disk first, or keep its controller on the host.")));
    }
    return findings;
}

Findings networkLoss(const Function &function)
{
    Findings findings;
    for (const NetworkInterface &interface : function.networkInterfaces) {
        if (!interface.up)
            continue;
        findings.append(loss(u"network-in-use"_s,
                             Severity::Caution,
                             function,
                             i18nc("@info %1 is a network interface, %2 a PCI address and name",
                                   "The network interface %1 on %2 is up: the host would lose this connection.",
                                   shortName(interface.name),
                                   nameWithAddress(function)),
                             "/sys/class/net/"_L1 + shortName(interface.name) + "/operstate: up"_L1,
                             i18nc("@info", "Make sure that the host has another connection, above all if you work on it from afar.")));
    }
    return findings;
}

Findings inputLoss(const Function &function)
{
    QStringList names;
    for (const UsbBus &bus : function.usbBuses) {
        for (const UsbInput &input : bus.inputs) {
            if (input.kind != UsbInput::Kind::Other)
                names << shortName(input.name);
        }
    }
    if (names.isEmpty())
        return {};
    names.removeDuplicates();
    return {loss(u"input-in-use"_s,
                 Severity::Caution,
                 function,
                 i18nc("@info %1 is a list of keyboards and mice, %2 a PCI address and name",
                       "%1: plugged into %2, so lost to the host along with it.",
                       listed(names),
                       nameWithAddress(function)),
                 attributePath(function, u"usb*"_s),
                 i18nc("@info", "Plug keyboard and mouse into ports of another USB controller."))};
}
}

bool isOpened(const Function &function)
{
    const bool told = function.turnoutDriver && function.turnoutDriver->inUse.valueOr(false);
    return told || (function.holders && !function.holders->processes.isEmpty());
}

Findings displayFindings(const PreflightCase &of)
{
    const Function &gpu = of.gpu;
    if (!isDisplay(gpu) || gpu.physicalFunction)
        return {};
    if (isOnVfio(gpu))
        return holdsFirmwarePicture(gpu) ? Findings{firmwarePictureLeft(gpu)} : Findings();
    Findings findings = isOnHostDriver(gpu) ? litConnectors(gpu) : Findings();
    if (findings.isEmpty() && isOnHostDriver(gpu) && isBootDisplay(gpu))
        findings.append(bootDisplay(gpu));
    else if (findings.isEmpty() && holdsFirmwarePicture(gpu))
        findings.append(firmwarePicture(gpu));
    else if (findings.isEmpty() && isBootDisplay(gpu) && !gpu.firmwareFramebuffer)
        findings.append(firmwareFramebuffer(gpu));

    const auto &all = of.snapshot.functions;
    if (std::ranges::none_of(all, [&of](const Function &other) {
            return serves(of, other);
        }))
        findings.append(lastGpu(of));
    return findings;
}

Findings holderFindings(const PreflightCase &of)
{
    Findings findings;
    for (const Function *companion : of.assignedTogether) {
        if (isOnVfio(*companion) && isOpened(*companion))
            findings.append(opened(*companion));
        else if (companion->holders && !companion->holders->processes.isEmpty())
            findings.append(held(*companion, companion->holders->processes));
    }
    return findings;
}

Findings lossFindings(const PreflightCase &of)
{
    Findings findings;
    for (const Function *function : of.affected)
        findings += storageLoss(*function) + networkLoss(*function) + inputLoss(*function);
    return findings;
}

}
