// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <concepts>
#include <type_traits>

/// What drivers made of a function and who uses it, as in snapshotjsonmembers.h.
namespace core::json
{

/// A number that is never above `maximum` although its type has room for more.
template<quint64 maximum, typename T>
struct UpTo {
    T &value;
};
template<quint64 maximum, typename T>
UpTo<maximum, T> upTo(T &value)
{
    return {value};
}

/// Lets members() take a value to write (const) and one to fill in with the same list.
template<typename T, typename Value>
concept Is = std::same_as<std::remove_const_t<T>, Value>;

void members(auto &visit, Is<Connector> auto &connector)
{
    visit("name", connector.name);
    visit("status", connector.status);
    visit("enabled", connector.enabled);
}

void members(auto &visit, Is<NetworkInterface> auto &interface)
{
    visit("name", interface.name);
    visit("mac", interface.mac);
    visit("up", interface.up);
}

void members(auto &visit, Is<BlockDevice> auto &disk)
{
    visit("name", disk.name);
    visit("serial", disk.serial);
    visit("size", disk.size);
    visit("mounts", disk.mounts);
    visit("swap", disk.swap);
    visit("uses", disk.uses);
    visit("possibleUses", disk.possibleUses);
}

void members(auto &visit, Is<UsbInput> auto &input)
{
    visit("name", input.name);
    visit("kind", input.kind);
}

void members(auto &visit, Is<UsbBus> auto &bus)
{
    visit("number", bus.number);
    visit("devices", bus.devices);
    visit("inputs", bus.inputs);
}

void members(auto &visit, Is<Holder> auto &holder)
{
    visit("pid", upTo<0x7fffffff>(holder.pid));
    visit("command", holder.command);
    visit("node", holder.node);
    visit("controlGroup", holder.controlGroup);
}

void members(auto &visit, Is<Holders> auto &holders)
{
    visit("processes", holders.processes);
    visit("complete", holders.complete);
}

void members(auto &visit, Is<MediatedDevice> auto &device)
{
    visit("uuid", device.uuid);
    visit("type", device.type);
    visit("group", device.group);
    visit("vfioDevice", device.vfioDevice);
}

}
