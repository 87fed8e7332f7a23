// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include <QStringList>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace host
{

/// Which block devices are mounted or swapped to: /proc/1/mountinfo and /proc/swaps.
class BlockUse
{
public:
    explicit BlockUse(const Directory &root);

    /// The mount points of a device, known by "MAJOR:MINOR" or, where a file system has a number of its own
    /// (btrfs), by the source: /dev/NAME or /dev/mapper/MAPPERNAME. Empty names match nothing.
    /// Not known where the table of mounts is not.
    core::Reading<QStringList> mounts(std::string_view number, std::string_view name, std::string_view mapperName) const;
    /// A swap file counts for the device of its file system.
    bool isSwap(std::string_view number, std::string_view name, std::string_view mapperName) const;
    /// Where ZFS has file systems mounted: "rpool/ROOT/pve-1" at "/" gives "/" for the pool "rpool".
    QStringList zfsMounts(std::string_view pool) const;
    /// The pools of all mounted ZFS file systems.
    std::set<std::string, std::less<>> zfsPools() const;
    /// Of "/", "/etc" and "/boot", those that cannot be written to.
    QStringList readOnlyPaths() const;

private:
    struct Mount {
        std::string number;
        std::string source;
        QString point;
        std::string type;
        bool readOnly = false;
    };
    const Mount *mountOver(const QString &path) const;
    static std::optional<Mount> mountOf(std::string_view line);
    static bool isOf(const Mount &mount, std::string_view number, std::string_view name, std::string_view mapperName);

    core::Reading<std::vector<Mount>> m_mounts;
    std::vector<std::string> m_swaps;
};

/// Undoes the octal escapes of mountinfo ("\040" is a blank; fs/proc_namespace.c, mangle).
std::string unescaped(std::string_view text);

}
