// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mounts.h"

#include "host/sysfs/parse.h"

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

/// The table of the first process is the system's. A service sees less in its own, as does Turnout's helper, from which
/// systemd hides home directories and more (systemd.exec(5), Sandboxing). One's own is used only where /proc hides the
/// first process (hidepid=), which it never does from root.
core::Reading<std::string> mountTable(const Directory &root)
{
    auto ofInit = root.readLong(Attribute::MountsOfInit);
    const bool hidden = !ofInit && ofInit.why() != core::Unread::Malformed;
    return hidden ? root.readLong(Attribute::Mounts) : ofInit;
}

bool hasOption(std::string_view options, std::string_view wanted)
{
    while (!options.empty()) {
        if (take(options, ',') == wanted)
            return true;
    }
    return false;
}

bool isBelow(const QString &path, const QString &directory)
{
    return path == directory || directory == QLatin1String("/") || path.startsWith(directory + QLatin1Char('/'));
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
    if (const auto table = mountTable(root)) {
        std::vector<Mount> mounts;
        for (std::string_view rest = *table; !rest.empty();) {
            if (auto mount = mountOf(take(rest, '\n')))
                mounts.push_back(std::move(*mount));
        }
        m_mounts = std::move(mounts);
    } else {
        m_mounts = table.why();
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
std::optional<BlockUse::Mount> BlockUse::mountOf(std::string_view line)
{
    take(line, ' ');
    take(line, ' ');
    const std::string_view number = take(line, ' ');
    take(line, ' ');
    const std::string point = unescaped(take(line, ' '));
    const auto separator = line.find(" - ");
    if (separator == std::string_view::npos)
        return std::nullopt;
    const std::string_view options = take(line, ' ');
    line.remove_prefix(line.find("- ") + 2);
    const std::string_view type = take(line, ' ');
    const std::string source = unescaped(take(line, ' '));
    return Mount{std::string(number), source, QString::fromStdString(point), std::string(type), hasOption(options, "ro") || hasOption(line, "ro")};
}

core::Reading<QStringList> BlockUse::mounts(std::string_view number, std::string_view name, std::string_view mapperName) const
{
    if (!m_mounts)
        return m_mounts.why();
    QStringList points;
    for (const Mount &mount : *m_mounts) {
        if (isOf(mount, number, name, mapperName))
            points.append(mount.point);
    }
    return points;
}

/// bcachefs names all of its devices as source, "/dev/sda:/dev/sdb" (fs/bcachefs/fs.c, bch2_show_devname).
bool BlockUse::isOf(const Mount &mount, std::string_view number, std::string_view name, std::string_view mapperName)
{
    if (!number.empty() && mount.number == number)
        return true;
    std::string_view sources = mount.source;
    while (mount.type == "bcachefs" && !sources.empty()) {
        if (isNode(take(sources, ':'), name, mapperName))
            return true;
    }
    return isNode(mount.source, name, mapperName);
}

/// The last of the deepest: a later mount covers an earlier one at the same point.
const BlockUse::Mount *BlockUse::mountOver(const QString &path) const
{
    const Mount *found = nullptr;
    if (!m_mounts)
        return found;
    for (const Mount &mount : *m_mounts) {
        if (isBelow(path, mount.point) && (!found || mount.point.size() >= found->point.size()))
            found = &mount;
    }
    return found;
}

QStringList BlockUse::readOnlyPaths() const
{
    QStringList found;
    for (const char *path : {"/", "/etc", "/boot"}) {
        const Mount *mount = mountOver(QLatin1String(path));
        if (mount && mount->readOnly)
            found.append(QLatin1String(path));
    }
    return found;
}

QStringList BlockUse::zfsMounts(std::string_view pool) const
{
    QStringList points;
    if (!m_mounts)
        return points;
    for (const Mount &mount : *m_mounts) {
        std::string_view dataset = mount.source;
        if (mount.type == "zfs" && take(dataset, '/') == pool)
            points.append(mount.point);
    }
    return points;
}

std::set<std::string, std::less<>> BlockUse::zfsPools() const
{
    std::set<std::string, std::less<>> pools;
    if (!m_mounts)
        return pools;
    for (const Mount &mount : *m_mounts) {
        std::string_view dataset = mount.source;
        if (mount.type == "zfs")
            pools.emplace(take(dataset, '/'));
    }
    return pools;
}

bool BlockUse::isSwap(std::string_view number, std::string_view name, std::string_view mapperName) const
{
    return std::ranges::any_of(m_swaps, [&](const std::string &path) {
        if (path.starts_with("/dev/"))
            return isNode(path, name, mapperName);
        const Mount *mount = mountOver(QString::fromStdString(path));
        return mount && isOf(*mount, number, name, mapperName);
    });
}

}
