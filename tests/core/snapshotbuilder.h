// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <algorithm>
#include <map>

namespace fixture
{

inline core::PciAddress at(const char *shortAddress)
{
    return core::PciAddress::parseTyped(QString::fromLatin1(shortAddress)).value();
}

/// A machine drawn by hand for a test of the rules. References that add() gave are good until snapshot().
class SnapshotBuilder
{
public:
    static constexpr quint32 bridge = 0x060400;
    static constexpr quint32 vga = 0x030000;
    static constexpr quint32 audio = 0x040300;
    static constexpr quint32 nvme = 0x010802;
    static constexpr quint32 usb = 0x0c0330;
    static constexpr quint32 ethernet = 0x020000;

    core::Machine machine;

    /// A function in a group; `above` is its bridge, null on a root bus.
    core::Function &add(const char *address, quint32 classCode, std::optional<quint32> group = {}, const char *above = nullptr)
    {
        core::Function &function = m_functions[fixture::at(address)];
        function.address = fixture::at(address);
        function.classCode = classCode;
        if (group)
            function.group = core::IommuGroupId{*group};
        if (above)
            function.parent = fixture::at(above);
        function.capabilities = core::Capabilities();
        return function;
    }

    /// A function that was added before.
    core::Function &at(const char *address)
    {
        return m_functions.at(fixture::at(address));
    }

    core::Snapshot snapshot() const
    {
        core::Snapshot made;
        made.machine = machine;
        std::map<core::IommuGroupId, core::Group> groups;
        for (const auto &[address, function] : m_functions) {
            made.functions.push_back(function);
            if (!function.group)
                continue;
            groups[*function.group].id = *function.group;
            groups[*function.group].members.append(address);
        }
        for (const auto &[id, group] : groups)
            made.groups.push_back(group);
        return made;
    }

private:
    std::map<core::PciAddress, core::Function> m_functions;
};

}
