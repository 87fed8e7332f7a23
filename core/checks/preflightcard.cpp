// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/pciclass.h"
#include "core/pci/topology.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr quint64 gibibyte = 1ULL << 30;

/// Bytes for 64-bit BARs that a VM's firmware reserves with the processor's address width: edk2,
/// OvmfPkg/Library/PlatformInitLib/MemDetect.c, PlatformDynamicMmioWindow. It trusts widths of 41 bits and more, 36 and 39 of
/// Intel and 40 of AMD, and otherwise keeps to 32 GiB.
std::optional<quint64> guestWindow(const Machine &machine)
{
    if (!machine.physicalBits)
        return std::nullopt;
    const int bits = std::min<int>(*machine.physicalBits, 46);
    const bool trusted = bits >= 41 || (machine.cpuVendor == CpuVendor::Intel && (bits == 36 || bits == 39)) || (machine.cpuVendor == CpuVendor::Amd && bits == 40);
    return trusted ? 1ULL << (bits - 3) : 32 * gibibyte;
}

quint64 largeBars(const PreflightContext &context)
{
    quint64 bytes = 0;
    for (const Function *function : context.assignedTogether) {
        for (const Bar &bar : function->bars)
            bytes += bar.kind == Bar::Kind::Memory64 ? bar.size : 0;
    }
    return bytes;
}

QString sizeText(quint64 bytes)
{
    return bytes >= gibibyte ? i18nc("@info a size", "%1 GiB", (bytes + gibibyte - 1) / gibibyte) : i18nc("@info a size", "%1 MiB", bytes >> 20);
}

Findings barWindow(const PreflightContext &context)
{
    const auto window = guestWindow(context.snapshot.machine);
    const quint64 needed = largeBars(context);
    if (!window || needed <= *window)
        return {};
    const quint64 mebibytes = std::bit_ceil(needed) * 2 >> 20;
    return {{.id = u"bars-exceed-guest-window"_s,
             .severity = Severity::Caution,
             .address = context.gpu.address,
             .text = i18nc("@info %1 and %2 are sizes",
                           "The BARs of this GPU need %1 of address space, and a VM's UEFI firmware reserves %2 on this processor. The VM may not start, or its driver "
                           "may not find the GPU.",
                           sizeText(needed),
                           sizeText(*window)),
             .evidence = attributePath(context.gpu, u"resource"_s) + u"; "_s
                 + i18nc("@info", "/proc/cpuinfo: address sizes: %1 bits physical", int(*context.snapshot.machine.physicalBits)),
             .remedy = i18nc("@info %1 is a number",
                             "Enlarge the window: pass “-fw_cfg name=opt/ovmf/X-PciMmio64Mb,string=%1” to QEMU. Or turn off resizable BARs in the firmware setup.",
                             mebibytes)}};
}

/// The smallest size is what firmware without resizable BARs leaves.
Findings smallBar(const Function &gpu)
{
    if (!gpu.capabilities)
        return {};
    for (const ResizableBar &bar : gpu.capabilities->resizableBars) {
        const int largest = bar.sizes ? 63 - std::countl_zero(bar.sizes) : 0;
        if (largest <= bar.current || largest > 43)
            continue;
        return {{.id = u"small-bar"_s,
                 .severity = Severity::Note,
                 .address = gpu.address,
                 .text = i18nc("@info %1 is a number, %2 and %3 are sizes",
                               "BAR %1 of this GPU has %2, although it can have %3. A VM sees the size that it has when it is assigned.",
                               int(bar.index),
                               sizeText(1ULL << (bar.current + 20)),
                               sizeText(1ULL << (largest + 20))),
                 .evidence = attributeEvidence(gpu, u"config"_s, u"Resizable BAR"_s),
                 .remedy = i18nc("@info", "Turn on “Above 4G Decoding” and “Resizable BAR” in the firmware setup if the VM is to have the large BAR.")}};
    }
    return {};
}

bool hasPanel(const Function &function)
{
    return std::ranges::any_of(function.connectors, [](const Connector &connector) {
        return connector.name.startsWith("eDP"_L1) || connector.name.startsWith("LVDS"_L1) || connector.name.startsWith("DSI"_L1);
    });
}

/// SMBIOS 3.7, 7.4.1: portable, laptop, notebook, sub notebook, convertible, detachable.
bool isLaptop(const Snapshot &snapshot)
{
    static const QList<quint8> portable{8, 9, 10, 14, 31, 32};
    return (snapshot.machine.chassis && portable.contains(*snapshot.machine.chassis)) || std::ranges::any_of(snapshot.functions, hasPanel);
}

/// A 3D controller is a display function that no connector is wired to (PCI Code and ID Assignment Specification, 1.4).
Findings noOutputs(const PreflightContext &context)
{
    constexpr quint32 threeDController = 0x0302;
    const Function &gpu = context.gpu;
    if (gpu.classCode >> 8 != threeDController || !gpu.connectors.isEmpty() || gpu.physicalFunction)
        return {};
    const bool laptop = isLaptop(context.snapshot);
    return {{.id = u"no-outputs"_s,
             .severity = Severity::Note,
             .address = gpu.address,
             .text = laptop ? i18nc("@info",
                                    "This GPU has no display outputs: the laptop's other GPU shows its picture (muxless). A VM displays nothing through it by itself, and its "
                                    "driver may need the video BIOS, which only the laptop's ACPI tables have.")
                            : i18nc("@info", "This GPU has no display outputs of its own. A VM can compute and render with it, but not show a picture through it."),
             .evidence = attributeEvidence(gpu, u"class"_s, QString::asprintf("0x%06x", gpu.classCode)),
             .remedy = i18nc("@info", "Use a virtual display in the VM: Looking Glass with an indirect display driver, or a remote desktop.")}};
}

/// drivers/pci/probe.c, pci_set_removable: behind a port that faces outwards.
const Function *removablePart(const PreflightContext &context)
{
    for (const Function *function = &context.gpu; function; function = bridgeAbove(context.snapshot, *function)) {
        if (function->removable.valueOr({}) == "removable"_L1)
            return function;
    }
    return nullptr;
}

Findings hotPlug(const PreflightContext &context)
{
    const Function &gpu = context.gpu;
    const Function *port = bridgeAbove(context.snapshot, gpu);
    const Function *removable = removablePart(context);
    const bool inHotPlugSlot = port && port->capabilities && port->capabilities->hotPlug.value_or(false);
    if (!removable && !inHotPlugSlot)
        return {};
    return {{.id = u"hot-plug"_s,
             .severity = Severity::Note,
             .address = gpu.address,
             .text = removable ? i18nc("@info",
                                       "This GPU is external (Thunderbolt or USB4). If its cable is pulled while a VM uses it, the VM loses it and may crash, and the host may "
                                       "wait until the VM has ended.")
                               : i18nc("@info",
                                       "This GPU is in a hot-plug slot, such as OCuLink. If it is removed while a VM uses it, the VM loses it and may crash, and the host may wait "
                                       "until the VM has ended."),
             .evidence = removable ? attributeEvidence(*removable, u"removable"_s, u"removable"_s)
                                   : attributeEvidence(*port, u"config"_s, i18nc("@info a PCI Express register bit", "Hot-Plug Capable")),
             .remedy = i18nc("@info", "Shut down the VM and return the GPU to the host before you disconnect it.")}};
}
}

Findings cardFindings(const PreflightContext &context)
{
    return barWindow(context) + smallBar(context.gpu) + noOutputs(context) + hotPlug(context);
}

}
