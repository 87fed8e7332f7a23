// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "usbdevices.h"

#include <limits>

namespace host
{

namespace
{
QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// The number of a root hub's name: "usb3".
std::optional<quint16> busNumber(std::string_view name)
{
    constexpr std::string_view prefix = "usb";
    const auto number = name.starts_with(prefix) ? unsignedNumber(name.substr(prefix.size())) : std::nullopt;
    if (!number || *number > std::numeric_limits<quint16>::max())
        return std::nullopt;
    return quint16(*number);
}

/// The bus a device path leads over.
std::optional<quint16> busOf(std::string_view path)
{
    while (!path.empty()) {
        if (const auto number = busNumber(take(path, '/')))
            return number;
    }
    return std::nullopt;
}

core::UsbBus *bus(core::Function &function, std::string_view path)
{
    const auto number = busOf(path);
    if (!number)
        return nullptr;
    const auto found = std::ranges::find(function.usbBuses, *number, &core::UsbBus::number);
    if (found != function.usbBuses.end())
        return &*found;
    function.usbBuses.append({.number = *number, .devices = {}, .inputs = {}});
    return &function.usbBuses.last();
}

/// Capability bitmaps are printed as hex words, the highest first (drivers/input/input.c, input_bits_to_string).
/// The word size is that of the kernel that printed it; GPUs are passed through on 64-bit kernels only.
bool hasBit(std::string_view bitmap, unsigned bit)
{
    constexpr unsigned wordBits = 64;
    const auto lastWord = [&] {
        const auto space = bitmap.rfind(' ');
        return space == std::string_view::npos ? bitmap : bitmap.substr(space + 1);
    };
    for (unsigned skip = bit / wordBits; skip > 0; --skip)
        bitmap.remove_suffix(std::min(lastWord().size() + 1, bitmap.size()));
    const auto value = unsignedNumber(lastWord(), 16);
    return value && *value >> bit % wordBits & 1;
}

/// include/uapi/linux/input-event-codes.h
enum Code : unsigned {
    KeyEsc = 1,
    KeyA = 30,
    KeyEnter = 28,
    ButtonLeft = 0x110,
    RelX = 0
};

core::UsbInput::Kind kind(const std::string &keys, const std::string &axes)
{
    if (hasBit(keys, KeyEsc) && hasBit(keys, KeyA) && hasBit(keys, KeyEnter))
        return core::UsbInput::Kind::Keyboard;
    if (hasBit(keys, ButtonLeft) && hasBit(axes, RelX))
        return core::UsbInput::Kind::Mouse;
    return core::UsbInput::Kind::Other;
}

void readDevices(const Directory &devices, const FunctionIndex &functions)
{
    devices.forEachEntry([&](const char *entry) {
        const std::string_view name = entry;
        const bool isInterface = name.find(':') != std::string_view::npos;
        const auto path = isInterface ? std::nullopt : devices.link(entry);
        core::Function *function = path ? functions.behind(*path) : nullptr;
        core::UsbBus *onBus = function ? bus(*function, *path) : nullptr;
        if (!onBus || busNumber(name))
            return;
        const auto product = devices.read(name, Attribute::UsbProduct);
        onBus->devices.append(product ? text(*product) : text(name));
    });
}

std::string stringOf(const Directory &inputs, std::string_view name, Attribute attribute)
{
    const auto read = inputs.read(name, attribute);
    return read ? std::string(*read) : std::string();
}

void readInputs(const Directory &inputs, const FunctionIndex &functions)
{
    inputs.forEachEntry([&](const char *entry) {
        const std::string_view name = entry;
        constexpr std::string_view prefix = "input";
        const bool isInput = name.starts_with(prefix) && unsignedNumber(name.substr(prefix.size()));
        const auto path = isInput ? inputs.link(entry) : std::nullopt;
        core::Function *function = path ? functions.behind(*path) : nullptr;
        core::UsbBus *onBus = function ? bus(*function, *path) : nullptr;
        if (!onBus)
            return;
        const QString product = text(stringOf(inputs, name, Attribute::InputName));
        onBus->inputs.append(
            {.name = product, .kind = kind(stringOf(inputs, name, Attribute::InputKeys), stringOf(inputs, name, Attribute::InputRelativeAxes))});
    });
}
}

void readUsbBuses(const Directory &root, const FunctionIndex &functions)
{
    readDevices(root.child("sys/bus/usb/devices"), functions);
    readInputs(root.child("sys/class/input"), functions);
    for (core::Function &function : functions.all()) {
        if (function.usbBuses.isEmpty())
            continue;
        std::ranges::sort(function.usbBuses, {}, &core::UsbBus::number);
        for (core::UsbBus &bus : function.usbBuses) {
            bus.devices.sort();
            std::ranges::sort(bus.inputs, {}, &core::UsbInput::name);
        }
    }
}

}
