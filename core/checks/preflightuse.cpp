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
/// "/sys/class/drm/card0-HDMI-A-1/enabled: enabled", where the card's name is known.
QString connectorEvidence(const Function &gpu, const Connector &connector)
{
    for (const QString &node : gpu.drmNodes) {
        if (node.startsWith("card"_L1))
            return "/sys/class/drm/"_L1 + node + u'-' + connector.name + "/enabled: enabled"_L1;
    }
    return connector.name + ": enabled"_L1;
}

Findings litConnectors(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
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
                           "The host uses a display on this GPU (%1). The display would go blank, and the desktop session may end.",
                           names.join(u", "_s)),
             .evidence = evidence.join(u"; "_s),
             .remedy = hasOtherGpu(context) ? i18nc("@info", "Connect the monitor to another GPU, or turn off this output, and log in again.")
                                            : framebufferRemedy(context),
             .subjects = names}};
}

bool isBootDisplay(const Function &gpu)
{
    return gpu.bootVga && *gpu.bootVga;
}

Finding bootDisplay(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    return {.id = u"display-in-use"_s,
            .severity = Severity::Blocker,
            .address = gpu.address,
            .text = i18nc("@info",
                          "The firmware booted with this GPU, and the host uses it. The console and the desktop would be lost."),
            .evidence = attributeEvidence(gpu, u"boot_vga"_s, u"1"_s) + u"; "_s + attributeEvidence(gpu, u"driver"_s, *gpu.driver),
            .remedy = framebufferRemedy(context),
            .subjects = {u"boot_vga"_s}};
}

bool hasFirmwareFramebuffer(const Function &gpu)
{
    return gpu.firmwareFramebuffer && !gpu.firmwareFramebuffer->isEmpty();
}

QString firmwareEvidence(const Function &gpu)
{
    return i18nc("@info %1 is a name in /proc/iomem, %2 is a PCI address", "/proc/iomem: %1 within %2", *gpu.firmwareFramebuffer, gpu.address.toString());
}

/// The console, or a display server without a driver, draws into this GPU's memory.
Finding framebufferInUse(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    return {.id = u"display-in-use"_s,
            .severity = Severity::Blocker,
            .address = gpu.address,
            .text = i18nc(
                "@info",
                "The host displays the firmware's framebuffer through this GPU. The display would freeze or go blank, and a VM may fail to start with "
                "“BAR: can't reserve”."),
            .evidence = firmwareEvidence(gpu),
            .remedy = framebufferRemedy(context)};
}

Finding leftoverFramebuffer(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    return {.id = u"display-in-use"_s,
            .severity = Severity::Caution,
            .address = gpu.address,
            .text = i18nc("@info",
                          "The firmware's framebuffer still reserves memory of this GPU. A VM then fails to start with “BAR: can't reserve”."),
            .evidence = firmwareEvidence(gpu),
            .remedy = framebufferRemedy(context)};
}

Finding possibleFramebuffer(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    return {.id = u"display-in-use"_s,
            .severity = Severity::Caution,
            .address = gpu.address,
            .text = i18nc(
                "@info",
                "The firmware booted with this GPU and no driver is bound, so the console's framebuffer may still reserve its memory. A VM then fails to "
                "start with “BAR: can't reserve”."),
            .evidence = attributeEvidence(gpu, u"boot_vga"_s, u"1"_s),
            .remedy = framebufferRemedy(context)};
}

bool serves(const PreflightContext &context, const Function &other)
{
    return isDisplay(other) && !context.assignedTogether.contains(&other) && !isOnVfio(other) && !other.physicalFunction;
}

Finding lastGpu(const PreflightContext &context)
{
    return {.id = u"last-gpu"_s,
            .severity = Severity::Caution,
            .address = context.gpu.address,
            .text = i18nc("@info", "The host has no other GPU. Until this one is returned, the host has no display."),
            .evidence = i18nc("@info", "/sys/bus/pci/devices: no other function of class 0x03 that is not on VFIO"),
            .remedy = i18nc("@info", "Make sure that you can reach this machine over the network before you assign the GPU.")};
}

Finding loss(const QString &id, Severity severity, const Function &function, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = id, .severity = severity, .address = function.address, .text = text, .evidence = evidence, .remedy = remedy};
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
                                   "The network interface %1 on %2 is up. The host would lose this connection.",
                                   shortName(interface.name),
                                   nameWithAddress(function)),
                             "/sys/class/net/"_L1 + shortName(interface.name) + "/operstate: up"_L1,
                             i18nc("@info", "Make sure that the host has another connection, especially if you work on it remotely.")));
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
                       "%1 is connected to %2. The host would lose it.",
                       listed(names),
                       nameWithAddress(function)),
                 attributePath(function, u"usb*"_s),
                 i18nc("@info", "Connect the keyboard and mouse to another USB controller."))};
}
}

Findings displayFindings(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    if (!isDisplay(gpu) || gpu.physicalFunction)
        return {};
    if (isOnVfio(gpu))
        return hasFirmwareFramebuffer(gpu) ? Findings{leftoverFramebuffer(context)} : Findings();
    Findings findings = isOnHostDriver(gpu) ? litConnectors(context) : Findings();
    if (findings.isEmpty() && isOnHostDriver(gpu) && isBootDisplay(gpu))
        findings.append(bootDisplay(context));
    else if (findings.isEmpty() && hasFirmwareFramebuffer(gpu))
        findings.append(framebufferInUse(context));
    else if (findings.isEmpty() && isBootDisplay(gpu) && !gpu.firmwareFramebuffer)
        findings.append(possibleFramebuffer(context));

    const auto &all = context.snapshot.functions;
    if (std::ranges::none_of(all, [&context](const Function &other) {
            return serves(context, other);
        }))
        findings.append(lastGpu(context));
    return findings;
}

Findings lossFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.affected)
        findings += networkLoss(*function) + inputLoss(*function);
    return findings + storageFindings(context);
}

}
