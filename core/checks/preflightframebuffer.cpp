// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// A driver of the firmware's framebuffer: its name in /proc/iomem, the platform device that it is bound to, and the kernel
/// parameter that keeps it away. drivers/firmware/sysfb.c and sysfb_simplefb.c name the devices; the initcalls are those of
/// module_platform_driver() in drivers/gpu/drm/sysfb and drivers/video/fbdev.
struct FramebufferDriver {
    QLatin1StringView name;
    QLatin1StringView device;
    QLatin1StringView parameter;
};
constexpr std::array drivers{
    FramebufferDriver{"simpledrm"_L1, "simple-framebuffer"_L1, "initcall_blacklist=simpledrm_platform_driver_init"_L1},
    FramebufferDriver{"simplefb"_L1, "simple-framebuffer"_L1, "initcall_blacklist=simplefb_driver_init"_L1},
    FramebufferDriver{"simple-framebuffer"_L1, "simple-framebuffer"_L1, "initcall_blacklist=simplefb_driver_init"_L1},
    FramebufferDriver{"efidrm"_L1, "efi-framebuffer"_L1, "initcall_blacklist=efidrm_platform_driver_init"_L1},
    FramebufferDriver{"efifb"_L1, "efi-framebuffer"_L1, "video=efifb:off"_L1},
    FramebufferDriver{"vesadrm"_L1, "vesa-framebuffer"_L1, "initcall_blacklist=vesadrm_platform_driver_init"_L1},
    FramebufferDriver{"vesafb"_L1, "vesa-framebuffer"_L1, "video=vesafb:off"_L1},
};

bool canDisplay(const PreflightContext &context, const Function &other)
{
    return isDisplay(other) && !context.assignedTogether.contains(&other) && !isOnVfio(other) && !other.physicalFunction;
}

const FramebufferDriver *driverOf(const Function &gpu)
{
    const QString name = gpu.firmwareFramebuffer.valueOr({});
    const auto found = std::ranges::find_if(drivers, [&name](const FramebufferDriver &driver) {
        return name.startsWith(driver.name);
    });
    return found == drivers.end() ? nullptr : &*found;
}
}

bool hasOtherGpu(const PreflightContext &context)
{
    return std::ranges::any_of(context.snapshot.functions, [&context](const Function &other) {
        return canDisplay(context, other);
    });
}

QString framebufferRemedy(const PreflightContext &context)
{
    if (const FramebufferDriver *driver = driverOf(context.gpu))
        return i18nc("@info %1 is a device, %2 a path, %3 a kernel parameter",
                     "Release it: “echo %1.0 | sudo tee %2”. To keep it away from boot on, add the kernel parameter “%3”; “turnout doctor” shows where.",
                     driver->device,
                     "/sys/bus/platform/drivers/"_L1 + driver->device + "/unbind"_L1,
                     driver->parameter);
    if (hasOtherGpu(context))
        return i18nc("@info", "Choose another GPU as the primary display in the firmware setup.");
    if (isOnHostDriver(context.gpu))
        return i18nc("@info", "Stop the display manager and everything that displays on this GPU, and work on this machine over the network.");
    return i18nc("@info", "Add the kernel parameter “initcall_blacklist=sysfb_init”, which keeps the kernel from using the firmware's framebuffer; “turnout doctor” shows where.");
}

}
