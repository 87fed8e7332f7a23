// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "mounts.h"

#include <set>

namespace host
{

/// The imported ZFS pools. The kernel does not show which disks they are on, so that udev's database has to.
class StoragePools
{
public:
    StoragePools(const Directory &root, const BlockUse &use);

    /// "ZFS rpool", in order.
    QStringList names() const;

    /// The knowledge about a block device by its "MAJOR:MINOR".
    struct Membership {
        bool known = false; ///< udev has examined it
        std::string pool; ///< empty: of no imported pool
    };
    Membership of(std::string_view number) const;

    static QString name(std::string_view pool);

private:
    Directory m_udev;
    std::set<std::string, std::less<>> m_pools;
};

}
