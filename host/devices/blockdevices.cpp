// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "blockdevices.h"

#include "mounts.h"

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
void joinBtrfs(const Directory &fileSystems, Stack &stack)
{
    fileSystems.forEachEntry([&](const char *uuid) {
        std::vector<std::string> members;
        fileSystems.child((std::string(uuid) + "/devices").c_str()).forEachEntry([&](const char *name) {
            members.emplace_back(name);
        });
        for (const std::string &member : members) {
            const auto node = stack.find(member);
            if (node != stack.end())
                node->second.above.insert(node->second.above.end(), members.begin(), members.end());
        }
    });
}

Stack readStack(const Directory &block, const Directory &btrfs)
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
    joinBtrfs(btrfs, stack);
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
        , m_stack(readStack(m_block, root.child("sys/fs/btrfs")))
        , m_use(root)
    {
    }

    void addTo(const FunctionIndex &functions) const;

private:
    core::BlockDevice disk(const std::string &name) const;
    QString serial(const std::string &name) const;
    void addUse(const std::string &name, core::BlockDevice &disk) const;

    Directory m_block;
    Stack m_stack;
    BlockUse m_use;
};

void Disks::addTo(const FunctionIndex &functions) const
{
    for (const auto &[name, node] : m_stack) {
        core::Function *function = functions.behind(node.path);
        if (!function || isPartition(m_block, name))
            continue;
        function->blockDevices.append(disk(name));
    }
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
    const auto number = m_block.read(name, Attribute::BlockDev);
    const std::string device = number ? std::string(*number) : std::string();
    const auto mapped = name.starts_with("dm-") ? m_block.read(name, Attribute::BlockDmName) : core::Unread::Absent;
    const std::string mapperName = mapped ? std::string(*mapped) : std::string();
    disk.mounts = joined(disk.mounts, m_use.mounts(device, name, mapperName));
    disk.swap = disk.swap || m_use.isSwap(name, mapperName);
}
}

void readBlockDevices(const Directory &root, const FunctionIndex &functions)
{
    Disks(root).addTo(functions);
}

}
