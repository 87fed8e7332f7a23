// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "storagepools.h"

#include "host/sysfs/parse.h"

namespace host
{

namespace
{
/// A line "E:NAME=value" (systemd, src/libsystemd/sd-device/device-private.c, device_update_db).
std::string_view property(std::string_view data, std::string_view name)
{
    while (!data.empty()) {
        std::string_view line = take(data, '\n');
        if (line.starts_with("E:") && line.substr(2).starts_with(name) && line.substr(2 + name.size()).starts_with('='))
            return line.substr(name.size() + 3);
    }
    return {};
}
}

StoragePools::StoragePools(const Directory &root, const BlockUse &use)
    : m_udev(root.child("run/udev/data"))
    , m_pools(use.zfsPools())
{
    // module/zfs/spa_stats.c: an imported pool has a directory, beside plain files such as arcstats.
    const Directory statistics = root.child("proc/spl/kstat/zfs");
    statistics.forEachEntry([&](const char *name) {
        if (statistics.child(name).isOpen())
            m_pools.insert(name);
    });
}

QString StoragePools::name(std::string_view pool)
{
    return QLatin1String("ZFS ") + QString::fromUtf8(pool.data(), qsizetype(pool.size()));
}

QStringList StoragePools::names() const
{
    QStringList names;
    for (const std::string &pool : m_pools)
        names.append(name(pool));
    return names;
}

StoragePools::Membership StoragePools::of(std::string_view number) const
{
    if (m_pools.empty() || number.empty())
        return {.known = true, .pool = {}};
    const auto data = m_udev.readSuffixed(Attribute::BlockUdevData, number);
    if (!data)
        return {};
    const std::string_view label = property(*data, "ID_FS_LABEL");
    const bool member = property(*data, "ID_FS_TYPE") == "zfs_member" && m_pools.contains(label);
    return {.known = true, .pool = member ? std::string(label) : std::string()};
}

}
