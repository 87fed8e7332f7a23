// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "devicenodes.h"

#include "core/pci/pciclass.h"

#include <algorithm>

#include <sys/sysmacros.h>

namespace host
{

namespace
{
// Documentation/admin-guide/devices.txt
constexpr unsigned framebufferMajor = 29;
constexpr unsigned i2cMajor = 89;
constexpr unsigned nvidiaMajor = 195;
constexpr unsigned nvidiaControlMinor = 255; // NVIDIA kernel-open/common/inc/nv-chardev-numbers.h
constexpr unsigned nvidiaModesetMinor = 254;

bool isOnDriver(const core::Function &function, QLatin1StringView driver)
{
    return function.driver && *function.driver == driver;
}

/// "226:0"
std::optional<dev_t> deviceNumber(std::string_view text)
{
    const auto major = unsignedNumber(take(text, ':'));
    const auto minor = unsignedNumber(text);
    return major && minor ? std::optional(makedev(unsigned(*major), unsigned(*minor))) : std::nullopt;
}

/// The number at the end of "i2c-4" or "fb0".
std::optional<unsigned> trailingNumber(const std::string &name)
{
    const auto number = unsignedNumber(std::string_view(name).substr(name.find_last_not_of("0123456789") + 1));
    return number ? std::optional(unsigned(*number)) : std::nullopt;
}

/// "/dev/nvidia0"
bool isNvidiaGpuNode(std::string_view name)
{
    constexpr std::string_view prefix = "/dev/nvidia";
    return name.starts_with(prefix) && unsignedNumber(name.substr(prefix.size())).has_value();
}

std::string groupNode(core::IommuGroupId group)
{
    return "/dev/vfio/" + std::to_string(number(group));
}

bool isAboutVfio(const core::Function &function)
{
    return core::isOnVfio(function) || core::isOfferedByDriver(function);
}
}

std::string nodeKey(std::string_view name)
{
    constexpr std::string_view sound = "/dev/snd/";
    const auto c = name.starts_with(sound) ? name.find('C', sound.size()) : std::string_view::npos;
    if (c == std::string_view::npos)
        return std::string(name);
    const auto digits = name.substr(c + 1);
    return "card" + std::string(digits.substr(0, std::min(digits.find_first_not_of("0123456789"), digits.size())));
}

DeviceNodes::DeviceNodes(const Directory &root, const FunctionIndex &functions, const std::vector<core::Function *> &wanted)
    : m_root(root)
    , m_index(functions)
{
    for (core::Function *function : wanted) {
        addOwn(*function);
        if (isOnDriver(*function, QLatin1StringView("nvidia")))
            addNvidia(*function);
    }
    addSound();
    addVfio(wanted);
    addShared(wanted);
}

void DeviceNodes::add(const std::string &name, std::optional<dev_t> number, core::Function &function)
{
    m_functions.emplace(nodeKey(name), &function);
    if (number)
        m_names.emplace(*number, name);
}

std::optional<dev_t> DeviceNodes::numberIn(const char *classDirectory, const std::string &name) const
{
    const auto text = m_root.child(classDirectory).read(name, Attribute::DeviceNumber);
    return text ? deviceNumber(*text) : std::nullopt;
}

void DeviceNodes::addOwn(core::Function &function)
{
    for (const QString &node : std::as_const(function.drmNodes))
        add("/dev/dri/" + node.toStdString(), numberIn("sys/class/drm", node.toStdString()), function);
    for (const QString &node : std::as_const(function.framebuffers)) {
        const auto minor = trailingNumber(node.toStdString());
        add("/dev/" + node.toStdString(), minor ? std::optional(makedev(framebufferMajor, *minor)) : std::nullopt, function);
    }
    for (const QString &card : std::as_const(function.soundCards))
        m_functions.emplace(card.toStdString(), &function);
    for (const QString &node : std::as_const(function.deviceNodes)) {
        const std::string name = node.toStdString();
        const auto minor = trailingNumber(name);
        const auto number = node.startsWith(QLatin1String("i2c-")) && minor ? std::optional(makedev(i2cMajor, *minor))
            : node.startsWith(QLatin1String("accel/"))                      ? numberIn("sys/class/accel", name.substr(6))
                                                                            : numberIn("sys/class/drm_dp_aux_dev", name);
        add("/dev/" + name, number, function);
    }
}

/// A card has a node for control and one for each stream (sound/core/sound.c).
void DeviceNodes::addSound()
{
    const Directory sound = m_root.child("sys/class/sound");
    sound.forEachEntry([&](const char *entry) {
        const std::string name = std::string("/dev/snd/") + entry;
        if (nodeKey(name) == name || !m_functions.contains(nodeKey(name)))
            return;
        const auto text = sound.read(entry, Attribute::DeviceNumber);
        if (const auto number = text ? deviceNumber(*text) : std::nullopt)
            m_names.emplace(*number, name);
    });
}

void DeviceNodes::addVfioGroup(core::IommuGroupId group, core::Function &function)
{
    add(groupNode(group), numberIn("sys/class/vfio", std::to_string(number(group))), function);
}

/// A group's node gives all of its functions that are on VFIO, and only those. Where none seems to be, any that the host does
/// not use may.
void DeviceNodes::addVfio(const std::vector<core::Function *> &wanted)
{
    std::map<core::IommuGroupId, bool> isOffered;
    for (const core::Function &function : m_index.all()) {
        if (function.group)
            isOffered[*function.group] |= isAboutVfio(function);
    }
    for (core::Function *function : wanted) {
        if (function->group && (isAboutVfio(*function) || (!isOffered[*function->group] && !core::isOnHostDriver(*function))))
            addVfioGroup(*function->group, *function);
        // Beside it, a node of the function's own for users of IOMMUFD (drivers/vfio/device_cdev.c, since Linux 6.6).
        if (!function->vfioDevice.isEmpty())
            add("/dev/vfio/devices/" + function->vfioDevice.toStdString(), numberIn("sys/class/vfio-dev", function->vfioDevice.toStdString()), *function);
        for (const core::MediatedDevice &device : std::as_const(function->mediatedDevices)) {
            if (device.group)
                addVfioGroup(*device.group, *function);
            if (!device.vfioDevice.isEmpty())
                add("/dev/vfio/devices/" + device.vfioDevice.toStdString(), numberIn("sys/class/vfio-dev", device.vfioDevice.toStdString()), *function);
        }
    }
}

/// The driver numbers its nodes in its own order, which only procfs shows. Reading that wakes, and the function may have
/// been suspended since it was read, so its status is read again, as the only attribute.
void DeviceNodes::addNvidia(core::Function &function)
{
    const std::string address = function.address.toString().toStdString();
    const auto status = m_root.child(("sys/bus/pci/devices/" + address).c_str()).read(Attribute::RuntimeStatus);
    const bool wasSuspended = function.capabilities.why() == core::Unread::Suspended || function.powerState.valueOr({}).startsWith(QLatin1String("D3"));
    const bool sleeps = wasSuspended || !status || status->starts_with("suspend");
    Directory gpu = m_root.child(("proc/driver/nvidia/gpus/" + address).c_str());
    gpu.setWakefulness(sleeps ? Wakefulness::Suspended : Wakefulness::Active);
    const auto information = gpu.read(Attribute::NvidiaInformation);
    std::string_view rest = information ? *information : std::string_view();
    std::optional<quint64> minor;
    while (!rest.empty()) {
        std::string_view value = take(rest, '\n');
        if (trimmed(take(value, ':')) == "Device Minor")
            minor = unsignedNumber(trimmed(value));
    }
    if (minor)
        add("/dev/nvidia" + std::to_string(*minor), makedev(nvidiaMajor, unsigned(*minor)), function);
    else
        m_unnumberedNvidia.push_back(&function);
}

/// Nodes that a driver has once for all of its GPUs.
void DeviceNodes::addShared(const std::vector<core::Function *> &wanted)
{
    std::optional<unsigned> uvmMajor;
    const bool hasNvidia = std::ranges::any_of(wanted, [](const core::Function *function) {
        return isOnDriver(*function, QLatin1StringView("nvidia"));
    });
    const auto devices = hasNvidia ? m_root.readLong(Attribute::CharacterDevices) : core::Reading<std::string>();
    std::string_view rest = devices ? std::string_view(*devices) : std::string_view();
    while (!rest.empty()) {
        std::string_view line = trimmed(take(rest, '\n')); // "510 nvidia-uvm"
        const auto major = unsignedNumber(take(line, ' '));
        if (major && trimmed(line) == "nvidia-uvm")
            uvmMajor = unsigned(*major);
    }
    for (core::Function *function : wanted) {
        if (!core::isGpu(*function))
            continue;
        if (isOnDriver(*function, QLatin1StringView("nvidia"))) {
            add("/dev/nvidiactl", makedev(nvidiaMajor, nvidiaControlMinor), *function);
            add("/dev/nvidia-modeset", makedev(nvidiaMajor, nvidiaModesetMinor), *function);
            add("/dev/nvidia-uvm", uvmMajor ? std::optional(makedev(*uvmMajor, 0)) : std::nullopt, *function);
            add("/dev/nvidia-uvm-tools", uvmMajor ? std::optional(makedev(*uvmMajor, 1)) : std::nullopt, *function);
        } else if (isOnDriver(*function, QLatin1StringView("amdgpu")))
            add("/dev/kfd", numberIn("sys/class/kfd", "kfd"), *function);
    }
}

std::string DeviceNodes::nameOf(dev_t number) const
{
    if (const auto found = m_names.find(number); found != m_names.end())
        return found->second;
    const bool isNvidia = !m_unnumberedNvidia.empty() && major(number) == nvidiaMajor && minor(number) < nvidiaModesetMinor;
    return isNvidia ? "/dev/nvidia" + std::to_string(minor(number)) : std::string();
}

std::vector<core::Function *> DeviceNodes::functionsOf(const std::string &name) const
{
    std::vector<core::Function *> found;
    const auto [first, last] = m_functions.equal_range(nodeKey(name));
    for (auto node = first; node != last; ++node)
        found.push_back(node->second);
    if (found.empty() && isNvidiaGpuNode(name))
        return m_unnumberedNvidia;
    return found;
}

}
