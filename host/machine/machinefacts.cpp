// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinefacts.h"

#include "hypervisor.h"
#include "interrupts.h"
#include "kernelmodules.h"
#include "markers.h"
#include "host/sysfs/parse.h"

#include <algorithm>

namespace host
{

namespace
{
using core::Reading;
using core::Unread;

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString textOf(const Directory &root, Attribute attribute)
{
    const auto read = root.read(attribute);
    return read ? text(*read) : QString();
}

/// os-release(5): NAME=value, the value perhaps in quotes.
QString releaseValue(std::string_view osRelease, std::string_view key)
{
    while (!osRelease.empty()) {
        std::string_view line = trimmed(take(osRelease, '\n'));
        if (!line.starts_with(key) || !line.substr(key.size()).starts_with('='))
            continue;
        line.remove_prefix(key.size() + 1);
        const bool quoted = line.size() >= 2 && (line.front() == '"' || line.front() == '\'') && line.front() == line.back();
        return text(quoted ? line.substr(1, line.size() - 2) : line);
    }
    return {};
}

void readOperatingSystem(const Directory &root, core::Machine &machine)
{
    for (const Attribute attribute : {Attribute::OsRelease, Attribute::OsReleaseVendor}) {
        const auto file = root.read(attribute);
        if (!file)
            continue;
        machine.operatingSystem = releaseValue(*file, "PRETTY_NAME");
        machine.systemIds = (releaseValue(*file, "ID") + QLatin1Char(' ') + releaseValue(*file, "ID_LIKE")).toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
        return;
    }
}

/// A board without DMI has its name in the device tree, ended by a zero byte (Devicetree Specification, 2.3.2).
void readBoard(const Directory &root, core::Machine &machine)
{
    machine.vendor = textOf(root, Attribute::ChassisVendor);
    machine.product = textOf(root, Attribute::ChassisProduct);
    const auto chassis = root.read(Attribute::ChassisType);
    const auto number = chassis ? unsignedNumber(*chassis) : std::nullopt;
    if (number && *number <= std::numeric_limits<quint8>::max())
        machine.chassis = quint8(*number);
    if (!machine.product.isEmpty())
        return;
    if (const auto model = root.read(Attribute::DeviceTreeModel))
        machine.product = text(model->substr(0, model->find('\0')));
}

/// The value of `key : value` in the first CPU's block of cpuinfo.
std::optional<std::string_view> cpuValue(std::string_view cpuInfo, std::string_view key)
{
    while (!cpuInfo.empty()) {
        std::string_view value = take(cpuInfo, '\n');
        if (trimmed(take(value, ':')) == key)
            return trimmed(value);
    }
    return std::nullopt;
}

bool hasWord(std::string_view keywords, std::string_view wanted)
{
    while (!keywords.empty()) {
        if (take(keywords, ' ') == wanted)
            return true;
    }
    return false;
}

/// "39 bits physical, 48 bits virtual" (arch/x86/kernel/cpu/proc.c, show_cpuinfo).
std::optional<quint8> physicalBits(std::string_view sizes)
{
    const auto bits = unsignedNumber(take(sizes, ' '));
    const bool plausible = bits && *bits >= 32 && *bits <= 64 && sizes.starts_with("bits physical");
    return plausible ? std::optional(quint8(*bits)) : std::nullopt;
}

/// The first CPU stands for all; one read contains its block.
void readCpu(const Directory &root, core::Machine &machine)
{
    const auto info = root.read(Attribute::CpuInfo);
    if (!info) {
        machine.cpuVirtualization = info.why();
        return;
    }
    const auto vendor = cpuValue(*info, "vendor_id");
    if (vendor == "GenuineIntel")
        machine.cpuVendor = core::CpuVendor::Intel;
    else if (vendor == "AuthenticAMD")
        machine.cpuVendor = core::CpuVendor::Amd;
    else if (cpuValue(*info, "CPU implementer")) // arch/arm64/kernel/cpuinfo.c, c_show
        machine.cpuVendor = core::CpuVendor::Arm;
    if (const auto flags = cpuValue(*info, "flags")) {
        machine.cpuVirtualization = hasWord(*flags, "vmx") || hasWord(*flags, "svm");
        if (hasWord(*flags, "hypervisor"))
            machine.hypervisor = QStringLiteral("vm");
    }
    machine.physicalBits = physicalBits(cpuValue(*info, "address sizes").value_or(std::string_view()));
}

/// UEFI 2.10, 3.3: one byte, here after the four of efivarfs' attributes.
Reading<bool> secureBoot(const Directory &root)
{
    const auto variable = root.read(Attribute::EfiSecureBoot);
    if (!variable)
        return variable.why();
    constexpr size_t attributeBytes = 4;
    if (variable->size() != attributeBytes + 1)
        return Unread::Malformed;
    return variable->back() == 1;
}

/// security/lockdown/lockdown.c, lockdown_read: "none [integrity] confidentiality".
Reading<QString> lockdown(const Directory &root)
{
    const auto levels = root.read(Attribute::Lockdown);
    if (!levels)
        return levels.why();
    const auto open = levels->find('[');
    const auto close = levels->find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return Unread::Malformed;
    return text(levels->substr(open + 1, close - open - 1));
}

/// Drivers name their units: drivers/iommu/intel/dmar.c, amd/init.c, arm/, virtio-iommu.c.
core::IommuKind iommuKind(std::string_view unit, std::string_view devicePath)
{
    if (unit.starts_with("dmar"))
        return core::IommuKind::IntelVtd;
    if (unit.starts_with("ivhd"))
        return core::IommuKind::AmdVi;
    if (unit.find("smmu") != std::string_view::npos)
        return core::IommuKind::ArmSmmu;
    if (devicePath.find("virtio") != std::string_view::npos)
        return core::IommuKind::Virtio;
    return core::IommuKind::Other;
}

void readIommu(const Directory &root, core::Machine &machine)
{
    const Directory units = root.child("sys/class/iommu");
    units.forEachEntry([&](const char *name) {
        const auto path = units.link(name);
        if (!path)
            return;
        machine.iommu = iommuKind(name, *path);
        machine.iommuUnits.append(QString::fromLatin1(name));
    });
    machine.iommuUnits.sort();
}

template<typename Kind>
struct Sign {
    Kind kind;
    const char *path;
};

template<typename Kind, size_t Count>
Kind firstSeen(const Directory &root, const std::array<Sign<Kind>, Count> &signs, Kind otherwise)
{
    const auto seen = std::ranges::find_if(signs, [&](const Sign<Kind> &sign) {
        return root.has(sign.path);
    });
    return seen == signs.end() ? otherwise : seen->kind;
}

/// LoaderInfo is UTF-16 (systemd's Boot Loader Interface); these names are ASCII, so every second byte will do.
core::BootLoader loaderNamed(std::string_view utf16)
{
    std::string name;
    for (const char c : utf16) {
        if (c)
            name += c;
    }
    using enum core::BootLoader;
    constexpr std::array<std::pair<std::string_view, core::BootLoader>, 4> loaders{{
        {"systemd-boot", SystemdBoot},
        {"GRUB", Grub},
        {"imine", Limine},
        {"rEFInd", Refind},
    }};
    const auto *const found = std::ranges::find_if(loaders, [&](const auto &loader) {
        return name.find(loader.first) != std::string::npos;
    });
    return found == loaders.end() ? Unknown : found->second;
}
}

core::BootLoader bootLoader(const Directory &root)
{
    if (const auto info = root.read(Attribute::EfiLoaderInfo)) {
        const auto named = loaderNamed(*info);
        if (named != core::BootLoader::Unknown)
            return named;
    }
    using enum core::BootLoader;
    constexpr std::array signs{
        Sign<core::BootLoader>{Limine, "boot/limine.conf"},
        Sign<core::BootLoader>{Limine, "boot/limine/limine.conf"},
        Sign<core::BootLoader>{Limine, "boot/EFI/limine/limine.conf"},
        Sign<core::BootLoader>{Refind, "boot/refind_linux.conf"},
        Sign<core::BootLoader>{Grub, "etc/default/grub"},
        Sign<core::BootLoader>{Grub, "boot/grub/grub.cfg"},
        Sign<core::BootLoader>{Grub, "boot/grub2/grub.cfg"},
        Sign<core::BootLoader>{SystemdBoot, "boot/loader/loader.conf"},
        Sign<core::BootLoader>{SystemdBoot, "boot/efi/loader/loader.conf"},
        Sign<core::BootLoader>{SystemdBoot, "efi/loader/loader.conf"},
    };
    return firstSeen(root, signs, Unknown);
}

core::InitramfsTool initramfsTool(const Directory &root)
{
    using enum core::InitramfsTool;
    constexpr std::array signs{
        Sign<core::InitramfsTool>{Mkinitcpio, "etc/mkinitcpio.conf"},
        Sign<core::InitramfsTool>{InitramfsTools, "usr/sbin/update-initramfs"},
        Sign<core::InitramfsTool>{Dracut, "usr/bin/dracut"},
    };
    return firstSeen(root, signs, Unknown);
}

core::Machine readMachineFacts(const Directory &root)
{
    core::Machine machine;
    machine.hostName = textOf(root, Attribute::HostName);
    readBoard(root, machine);
    readOperatingSystem(root, machine);
    machine.kernel = textOf(root, Attribute::KernelRelease);
    machine.commandLine = textOf(root, Attribute::CommandLine);
    readCpu(root, machine);
    readHypervisor(root, machine);
    machine.kvm = root.has("sys/class/misc") ? core::Reading<bool>(root.has("sys/class/misc/kvm")) : core::Unread::Absent;
    machine.firmware = root.has("sys/firmware/efi") ? core::Firmware::Efi : core::Firmware::Bios;
    if (machine.firmware == core::Firmware::Efi)
        machine.secureBoot = secureBoot(root);
    machine.lockdown = lockdown(root);
    readIommu(root, machine);
    machine.interruptRemapping = interruptRemapping(root);
    machine.bootLoader = bootLoader(root);
    machine.initramfs = initramfsTool(root);
    machine.markers = readMarkers(root);
    for (const char *name : vfioModuleNames) {
        if (root.has((std::string("sys/module/") + name).c_str()))
            machine.vfioModulesLoaded.append(QString::fromLatin1(name));
    }
    return machine;
}

}
