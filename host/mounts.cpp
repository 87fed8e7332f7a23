// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mounts.h"

#include "parse.h"

#include <algorithm>

namespace host
{

namespace
{
bool isNode(std::string_view path, std::string_view name, std::string_view mapperName)
{
    constexpr std::string_view mapper = "/dev/mapper/";
    constexpr std::string_view dev = "/dev/";
    if (path.starts_with(mapper))
        return !mapperName.empty() && path.substr(mapper.size()) == mapperName;
    return !name.empty() && path.starts_with(dev) && path.substr(dev.size()) == name;
}
}

std::string unescaped(std::string_view text)
{
    std::string plain;
    while (!text.empty()) {
        const auto octal = text.front() == '\\' && text.size() >= 4 ? unsignedNumber(text.substr(1, 3), 8) : std::nullopt;
        plain += octal ? char(*octal) : text.front();
        text.remove_prefix(octal ? 4 : 1);
    }
    return plain;
}

BlockUse::BlockUse(const Directory &root)
{
    if (const auto info = root.readLong(Attribute::Mounts)) {
        for (std::string_view rest = *info; !rest.empty();)
            addMount(take(rest, '\n'));
    }
    if (const auto swaps = root.readLong(Attribute::Swaps)) {
        std::string_view rest = *swaps;
        take(rest, '\n'); // the heading
        while (!rest.empty()) {
            std::string_view line = take(rest, '\n');
            m_swaps.push_back(unescaped(take(line, ' ')));
        }
    }
}

/// Documentation/filesystems/proc.rst, 3.5: "36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw".
void BlockUse::addMount(std::string_view line)
{
    take(line, ' ');
    take(line, ' ');
    const std::string_view number = take(line, ' ');
    take(line, ' ');
    const std::string point = unescaped(take(line, ' '));
    const auto separator = line.find(" - ");
    if (separator == std::string_view::npos)
        return;
    line.remove_prefix(separator + 3);
    take(line, ' ');
    m_mounts.push_back({std::string(number), unescaped(take(line, ' ')), QString::fromStdString(point)});
}

QStringList BlockUse::mounts(std::string_view number, std::string_view name, std::string_view mapperName) const
{
    QStringList points;
    for (const Mount &mount : m_mounts) {
        if ((!number.empty() && mount.number == number) || isNode(mount.source, name, mapperName))
            points.append(mount.point);
    }
    return points;
}

bool BlockUse::isSwap(std::string_view name, std::string_view mapperName) const
{
    return std::ranges::any_of(m_swaps, [&](const std::string &path) {
        return isNode(path, name, mapperName);
    });
}

}
