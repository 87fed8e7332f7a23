// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
Finding loss(const QString &id, Severity severity, const Function &function, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = id, .severity = severity, .address = function.address, .text = text, .evidence = evidence, .remedy = remedy};
}

/// Directories without which the running system fails (file-hierarchy(7); /nix and /gnu of NixOS and Guix System).
bool isOfSystem(const QString &mount)
{
    static const QStringList directories{u"/"_s, u"/usr"_s, u"/etc"_s, u"/var"_s, u"/boot"_s, u"/boot/efi"_s, u"/efi"_s, u"/nix"_s, u"/nix/store"_s, u"/gnu/store"_s, u"/sysroot"_s};
    return directories.contains(mount);
}

bool isOfSystem(const BlockDevice &disk)
{
    return disk.swap || std::ranges::any_of(disk.mounts.valueOr({}), [](const QString &mount) {
               return isOfSystem(mount);
           });
}

QStringList usesOf(const BlockDevice &disk)
{
    QStringList uses;
    for (const QString &mount : disk.mounts.valueOr({}))
        uses << shortName(mount);
    if (disk.swap)
        uses << i18nc("@item use of a disk", "swap");
    for (const QString &use : disk.uses)
        uses << shortName(use);
    return uses;
}

Finding inUse(const Function &function, const BlockDevice &disk, const QStringList &uses)
{
    const QString evidence = u"/proc/1/mountinfo, /proc/swaps, /sys/class/block: "_s + disk.name;
    if (isOfSystem(disk))
        return loss(u"system-disk"_s,
                    Severity::Blocker,
                    function,
                    i18nc("@info %1 is a disk, %2 a PCI address and name, %3 a list of uses",
                          "The running system is on the disk %1 on %2, which has %3. Without it, the computer crashes.",
                          disk.name,
                          nameWithAddress(function),
                          listed(uses)),
                    evidence,
                    i18nc("@info", "Keep its controller on the host. If it shares the GPU's group, move the disk or the GPU to another slot."));
    return loss(u"storage-mounted"_s,
                Severity::Blocker,
                function,
                i18nc("@info %1 is a disk, %2 a PCI address and name, %3 a list of uses",
                      "The disk %1 on %2 is in use: %3. The host would lose it while running.",
                      disk.name,
                      nameWithAddress(function),
                      listed(uses)),
                evidence,
                i18nc("@info", "Unmount its file systems, and export or stop the pools and arrays on it, or keep its controller on the host."));
}

Finding unknownMounts(const Function &function, const BlockDevice &disk)
{
    return loss(u"unknown-needs-permission"_s,
                Severity::Caution,
                function,
                i18nc("@info %1 is a disk, %2 a PCI address and name",
                      "It is unknown whether file systems of the disk %1 on %2 are mounted. The host would lose them while running.",
                      disk.name,
                      nameWithAddress(function)),
                i18nc("@info %1 is a path", "%1: could not be read", u"/proc/1/mountinfo"_s),
                i18nc("@info", "Check with “findmnt” before you assign it."));
}

Finding unknownPools(const Function &function, const BlockDevice &disk)
{
    return loss(u"unknown-needs-permission"_s,
                Severity::Caution,
                function,
                i18nc("@info %1 is a disk, %2 a PCI address and name, %3 a list of storage pools",
                      "It is unknown whether the disk %1 on %2 belongs to %3, which the host uses. The host would lose it while running.",
                      disk.name,
                      nameWithAddress(function),
                      listed(disk.possibleUses)),
                i18nc("@info", "/proc/spl/kstat/zfs: the pool is imported; /run/udev/data: nothing about this disk"),
                i18nc("@info", "Check with “zpool status” before you assign it."));
}

Findings findingsOf(const Function &function, const BlockDevice &disk)
{
    Findings findings;
    if (!disk.mounts && disk.mounts.why() != Unread::Absent)
        findings.append(unknownMounts(function, disk));
    if (!disk.possibleUses.isEmpty())
        findings.append(unknownPools(function, disk));
    if (const QStringList uses = usesOf(disk); !uses.isEmpty())
        findings.append(inUse(function, disk, uses));
    return findings;
}
}

Findings storageFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *function : context.affected) {
        for (const BlockDevice &disk : function->blockDevices)
            findings += findingsOf(*function, disk);
    }
    return findings;
}

}
