// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "blockdevices.h"

#include "mounts.h"
#include "storagepools.h"

#include <charconv>
#include <map>
#include <set>
#include <vector>

namespace host
{

namespace
{
QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

struct Node {
    std::string path; ///< its link in /sys/class/block
    std::vector<std::string> above; ///< partitions, and what holds it
};

/// The block devices and what is stacked on what.
using Stack = std::map<std::string, Node, std::less<>>;

/// A controller's own path to a shared namespace, "nvme0c1n1", of which the disk is "nvme0n1"
/// (drivers/nvme/host/multipath.c, nvme_mpath_set_disk_name); nothing for other names.
std::optional<std::string> multipathDisk(std::string_view name)
{
    constexpr std::string_view prefix = "nvme";
    const auto c = name.find('c');
    const auto n = name.find('n', c == std::string_view::npos ? c : c + 1);
    if (!name.starts_with(prefix) || c == std::string_view::npos || n == std::string_view::npos)
        return std::nullopt;
    return std::string(name.substr(0, c)) + std::string(name.substr(n));
}

/// A partition's directory lies in its disk's.
bool isPartition(const Directory &block, const std::string &name)
{
    return block.has((name + "/partition").c_str());
}

std::string_view parentName(std::string_view path)
{
    path.remove_suffix(std::min(baseName(path).size() + 1, path.size()));
    return baseName(path);
}

/// The devices of a mounted btrfs carry it together, and mountinfo names one of them only (fs/btrfs/sysfs.c,
/// btrfs_sysfs_add_device: links in /sys/fs/btrfs/UUID/devices).
std::vector<std::string> btrfsMembers(const Directory &fileSystem)
{
    std::vector<std::string> members;
    fileSystem.child("devices").forEachEntry([&](const char *name) {
        members.emplace_back(name);
    });
    return members;
}

/// The same for bcachefs: dev-N/block links to the device (fs/bcachefs/sysfs.c, bch2_dev_sysfs_online).
std::vector<std::string> bcachefsMembers(const Directory &fileSystem)
{
    std::vector<std::string> members;
    fileSystem.forEachEntry([&](const char *name) {
        const auto device = std::string_view(name).starts_with("dev-") ? fileSystem.link((std::string(name) + "/block").c_str()) : std::nullopt;
        if (device)
            members.emplace_back(baseName(*device));
    });
    return members;
}

template<typename Members>
void joinMembers(const Directory &fileSystems, Stack &stack, Members membersOf)
{
    fileSystems.forEachEntry([&](const char *uuid) {
        const std::vector<std::string> members = membersOf(fileSystems.child(uuid));
        for (const std::string &member : members) {
            const auto node = stack.find(member);
            if (node != stack.end())
                node->second.above.insert(node->second.above.end(), members.begin(), members.end());
        }
    });
}

Stack readStack(const Directory &block, const Directory &fileSystems)
{
    Stack stack;
    block.forEachEntry([&](const char *name) {
        if (const auto path = block.link(name))
            stack[name].path = *path;
    });
    for (auto &[name, node] : stack) {
        block.child((name + "/holders").c_str()).forEachEntry([&node](const char *holder) {
            node.above.emplace_back(holder);
        });
        const auto shared = multipathDisk(name);
        if (shared && stack.contains(*shared))
            node.above.push_back(*shared);
        const auto disk = isPartition(block, name) ? stack.find(parentName(node.path)) : stack.end();
        if (disk != stack.end())
            disk->second.above.push_back(name);
    }
    joinMembers(fileSystems.child("btrfs"), stack, btrfsMembers);
    joinMembers(fileSystems.child("bcachefs"), stack, bcachefsMembers);
    return stack;
}

/// `name` and all that is above it.
std::set<std::string> tower(const Stack &stack, const std::string &name)
{
    std::set<std::string> found;
    std::vector<std::string> next{name};
    while (!next.empty()) {
        const std::string top = std::move(next.back());
        next.pop_back();
        const auto node = stack.find(top);
        if (found.insert(top).second && node != stack.end())
            next.insert(next.end(), node->second.above.begin(), node->second.above.end());
    }
    return found;
}

core::Reading<QStringList> joined(const core::Reading<QStringList> &some, const core::Reading<QStringList> &more)
{
    if (!some || !more)
        return some ? more : some;
    QStringList all = *some + *more;
    all.sort();
    all.removeDuplicates();
    return all;
}

class Disks
{
public:
    explicit Disks(const Directory &root)
        : m_block(root.child("sys/class/block"))
        , m_stack(readStack(m_block, root.child("sys/fs")))
        , m_use(root)
        , m_pools(root, m_use)
    {
    }

    void addTo(const FunctionIndex &functions) const;
    void addTo(core::Machine &machine) const;

private:
    void settle(const QString &pool, const FunctionIndex &functions) const;
    core::BlockDevice disk(const std::string &name) const;
    QString serial(const std::string &name) const;
    void addUse(const std::string &name, core::BlockDevice &disk) const;
    void addPools(const std::string &name, const std::string &number, core::BlockDevice &disk) const;

    Directory m_block;
    Stack m_stack;
    BlockUse m_use;
    StoragePools m_pools;
};

void Disks::addTo(const FunctionIndex &functions) const
{
    for (const auto &[name, node] : m_stack) {
        core::Function *function = functions.behind(node.path);
        if (!function || isPartition(m_block, name))
            continue;
        function->blockDevices += QList{disk(name)}; // not append(): GCC 14 takes its temporary for uninitialized
    }
    for (const QString &pool : m_pools.names())
        settle(pool, functions);
}

/// A pool that only one disk can be on is on it.
void Disks::settle(const QString &pool, const FunctionIndex &functions) const
{
    QList<core::BlockDevice *> candidates;
    for (core::Function &function : functions.all()) {
        for (core::BlockDevice &disk : function.blockDevices) {
            if (disk.possibleUses.contains(pool) || disk.uses.contains(pool))
                candidates.append(&disk);
        }
    }
    if (candidates.size() != 1 || !candidates.first()->possibleUses.removeOne(pool))
        return;
    candidates.first()->uses.append(pool);
    candidates.first()->mounts = joined(candidates.first()->mounts, m_use.zfsMounts(pool.mid(pool.indexOf(QLatin1Char(' ')) + 1).toStdString()));
}

core::BlockDevice Disks::disk(const std::string &name) const
{
    core::BlockDevice disk;
    disk.name = text(name);
    disk.serial = serial(name);
    const auto size = m_block.read(name, Attribute::BlockSize);
    constexpr quint64 sector = 512; // also of disks with larger ones; include/linux/blk_types.h SECTOR_SIZE
    disk.size = size ? unsignedNumber(*size).value_or(0) * sector : 0;
    disk.mounts = QStringList();
    for (const std::string &member : tower(m_stack, name))
        addUse(member, disk);
    disk.uses.removeDuplicates();
    disk.possibleUses.removeDuplicates();
    return disk;
}

/// NVMe and MMC have a serial attribute, SCSI and SATA disks page 0x80 (SPC-5, 7.7.20) with four bytes before it.
QString Disks::serial(const std::string &name) const
{
    if (const auto serial = m_block.read(name, Attribute::BlockSerial))
        return text(*serial);
    const auto page = m_block.read(name, Attribute::BlockUnitSerialPage);
    constexpr size_t header = 4;
    return page && page->size() > header ? text(trimmed(page->substr(header))) : QString();
}

void Disks::addUse(const std::string &name, core::BlockDevice &disk) const
{
    const auto number = m_block.read(name, Attribute::DeviceNumber);
    const std::string device = number ? std::string(*number) : std::string();
    const auto mapped = name.starts_with("dm-") ? m_block.read(name, Attribute::BlockDmName) : core::Unread::Absent;
    const std::string mapperName = mapped ? std::string(*mapped) : std::string();
    disk.mounts = joined(disk.mounts, m_use.mounts(device, name, mapperName));
    disk.swap = disk.swap || m_use.isSwap(device, name, mapperName);
    if (!mapperName.empty())
        disk.uses.append(QLatin1String("device mapper ") + text(mapperName));
    else if (name.starts_with("md"))
        disk.uses.append(QLatin1String("RAID ") + text(name));
    else if (name.starts_with("bcache") || name.starts_with("drbd"))
        disk.uses.append(text(name));
    addPools(name, device, disk);
}

/// A disk that has partitions is a member by these alone.
void Disks::addPools(const std::string &name, const std::string &number, core::BlockDevice &disk) const
{
    const auto membership = m_pools.of(number);
    const auto node = m_stack.find(name);
    const bool plain = node == m_stack.end() || node->second.above.empty();
    if (!membership.pool.empty()) {
        disk.uses.append(StoragePools::name(membership.pool));
        disk.mounts = joined(disk.mounts, m_use.zfsMounts(membership.pool));
    } else if (!membership.known && plain) {
        disk.possibleUses += m_pools.names();
    }
}

void Disks::addTo(core::Machine &machine) const
{
    machine.readOnlyPaths = m_use.readOnlyPaths();
    machine.storagePools = m_pools.names();
}
}

void readBlockDevices(const Directory &root, const FunctionIndex &functions, core::Machine &machine)
{
    const Disks disks(root);
    disks.addTo(functions);
    disks.addTo(machine);
}

}
