// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "igdassignment.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace core
{

namespace
{
constexpr quint16 intel = 0x8086;

/// QEMU 10.0, hw/vfio/igd.c, igd_gen().
int generationOf(quint16 device)
{
    if ((device & 0xffe) == 0xa84) // Broxton
        return 9;
    switch (device & 0xff00) {
    case 0x0100: // Sandy Bridge, Ivy Bridge
        return 6;
    case 0x0400: // Haswell
    case 0x0a00:
    case 0x0c00:
    case 0x0d00:
    case 0x0f00: // Bay Trail
        return 7;
    case 0x1600: // Broadwell
    case 0x2200: // Cherryview
        return 8;
    case 0x1900: // Skylake
    case 0x3100: // Gemini Lake
    case 0x5900: // Kaby Lake
    case 0x3e00: // Coffee Lake
    case 0x9b00: // Comet Lake
        return 9;
    case 0x8a00: // Ice Lake
    case 0x4500: // Elkhart Lake
    case 0x4e00: // Jasper Lake
        return 11;
    case 0x9a00: // Tiger Lake
    case 0x4c00: // Rocket Lake
    case 0x4600: // Alder Lake
    case 0xa700: // Raptor Lake
        return 12;
    }
    return 0;
}
}

IgdAssignment igdAssignment(const Function &function, const QVersionNumber &qemu)
{
    const PciAddress &address = function.address;
    IgdAssignment igd;
    igd.isIgd = function.vendor == intel && isDisplay(function) && address.domain == 0 && address.bus == 0 && address.device == 2 && address.function == 0;
    if (!igd.isIgd)
        return igd;
    igd.generation = generationOf(function.device);
    const bool doesByItself = qemu >= QVersionNumber(11, 1);
    igd.canPassOpRegion = doesByItself || igd.generation > 0;
    igd.needsOpRegionSwitch = !doesByItself && igd.canPassOpRegion;
    return igd;
}

QString igdLimitText(const IgdAssignment &igd, const QVersionNumber &qemu)
{
    if (!igd.isIgd || igd.canPassOpRegion)
        return {};
    return qemu.isNull() ? i18nc("@info", "QEMU before 11.1 cannot pass on this GPU's OpRegion, so its displays stay dark in the VM.")
                         : i18nc("@info %1 is a version", "QEMU %1 cannot pass on this GPU's OpRegion, so its displays stay dark in the VM.", qemu.toString());
}

}
