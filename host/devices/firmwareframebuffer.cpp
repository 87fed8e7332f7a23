// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "firmwareframebuffer.h"

#include "core/pci/pciclass.h"

namespace host
{

namespace
{
/// drivers/firmware/sysfb_simplefb.c and the drivers that take such memory over: drivers/video/fbdev/efifb.c, vesafb.c,
/// simplefb.c, drivers/gpu/drm/sysfb.
bool isFramebuffer(std::string_view name)
{
    constexpr std::array<std::string_view, 7> exact{"BOOTFB", "efifb", "vesafb", "simplefb", "simpledrm", "efidrm", "vesadrm"};
    return std::ranges::find(exact, name) != exact.end() || name.starts_with("simple-framebuffer");
}

struct Range {
    size_t depth = 0;
    std::optional<core::PciAddress> function; ///< whose BAR it is
};
}

std::map<core::PciAddress, std::string> firmwareFramebuffers(std::string_view iomem)
{
    std::map<core::PciAddress, std::string> found;
    std::vector<Range> around;
    while (!iomem.empty()) {
        const std::string_view line = take(iomem, '\n');
        const size_t depth = std::min(line.find_first_not_of(' '), line.size());
        const size_t separator = line.find(" : ");
        if (separator == std::string_view::npos)
            continue;
        const std::string_view name = line.substr(separator + 3);
        while (!around.empty() && around.back().depth >= depth)
            around.pop_back();
        const auto function = pciAddress(name);
        if (isFramebuffer(name) && !around.empty() && around.back().function)
            found[*around.back().function] = name; // the driver is within what the firmware reserved: efifb in BOOTFB
        const auto inherited = around.empty() ? std::nullopt : around.back().function;
        around.push_back({depth, function ? function : inherited});
    }
    return found;
}

void readFirmwareFramebuffers(const Directory &root, const FunctionIndex &functions)
{
    const auto iomem = root.readLong(Attribute::IoMemory);
    const auto found = iomem ? firmwareFramebuffers(*iomem) : std::map<core::PciAddress, std::string>();
    for (core::Function &function : functions.all()) {
        if (!core::isDisplay(function))
            continue;
        if (!iomem) {
            function.firmwareFramebuffer = iomem.why();
            continue;
        }
        const auto holder = found.find(function.address);
        function.firmwareFramebuffer = holder == found.end() ? QString() : QString::fromStdString(holder->second);
    }
}

}
