// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignments.h"

#include "helper/files.h"
#include "pendingchange.h"

#include "host/machine/bootassignments.h"
#include "host/machine/machinefacts.h"

#include <KLocalizedString>
#include <QFile>

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
core::InitramfsTool toolOf(const HelperContext &context)
{
    const auto access = std::make_unique<host::Access>();
    return host::initramfsTool(host::Directory::ofMachine(*access, context.root));
}

/// "10de:1f02,10de:10f9", for vfio-pci.ids=.
QString idsOf(const BootAssignments &assignments)
{
    QStringList ids;
    for (const core::BootAssignment &assignment : assignments) {
        for (const core::BootAssignment::Part &part : assignment.parts)
            ids += QString::asprintf("%04x:%04x", part.identity.vendor, part.identity.device);
    }
    ids.removeDuplicates();
    return ids.join(u',');
}

/// The files that are there now.
QString filesOf(const HelperContext &context)
{
    QStringList paths;
    for (const BootFile &file : bootFiles(context, {}, core::InitramfsTool::Unknown)) {
        if (QFile::exists(file.path))
            paths += file.path;
    }
    return paths.join(u' ');
}

QString noKnownTool()
{
    return i18nc("@info", "Turnout uses initramfs-tools, dracut or mkinitcpio for that, and none of them is installed.");
}

core::Error unknownTool(const HelperContext &context, const BootAssignments &wanted)
{
    const QString byHand = wanted.isEmpty()
        ? i18nc("@info %1 is a list of paths", "Install one of them, or run “rm %1” as root and rebuild the initramfs with your system's tool.", filesOf(context))
        : i18nc("@info %1 is a list of device IDs",
                "Install one of them, or add the module vfio-pci to the initramfs with your system's tool and “vfio-pci.ids=%1” to the kernel command line. "
                "These IDs also stand for other cards of the same model.",
                idsOf(wanted));
    return {i18nc("@info", "The boot assignments were not changed, because the initramfs of this system cannot be rebuilt."), noKnownTool(), byHand};
}

core::Error notRebuilt(int error)
{
    return {i18nc("@info", "The initramfs could not be rebuilt, so the next boot was not changed."),
            systemReason(error),
            i18nc("@info", "Run “journalctl -u turnout-persist” to see the output of the tool that builds it.")};
}

QString retryRemedy()
{
    return i18nc("@info", "Run “journalctl -u turnout-persist” to see the cause. The next change or boot tries again.");
}

/// The files are as before the change, but an image may exist that was built from others.
core::Error imageNotRestored(const QString &why, const QString &remedy)
{
    return {i18nc("@info", "The boot assignments are as before, but the initramfs could not be rebuilt to match them. The next boot may differ from them."),
            why,
            remedy};
}

core::Error imageNotRestored(const HelperContext &context, core::InitramfsTool tool, int failed)
{
    if (tool != core::InitramfsTool::Unknown)
        return imageNotRestored(systemReason(failed), retryRemedy());
    return imageNotRestored(noKnownTool(),
                            i18nc("@info %1 is a path",
                                  "Install one of them, or rebuild the initramfs with your system's tool and then run “rm %1” as root.",
                                  pendingChangePath(context)));
}

core::Error notRestored(const core::Error &error)
{
    return {i18nc("@info", "The change of the boot assignments failed and could not be undone. It is pending."), error.text(), retryRemedy()};
}

core::Error notApplied(const HelperContext &context)
{
    const QString why = i18nc("@info", "turnout-persist.service failed.");
    if (!isChangePending(context))
        return {i18nc("@info", "The boot assignments could not be changed."),
                i18nc("@info", "turnout-persist.service failed, most likely because the initramfs could not be built."),
                i18nc("@info", "Run “journalctl -u turnout-persist” to see the cause.")};
    const auto change = pendingChange(context);
    if (change && change->before == change->wanted)
        return imageNotRestored(why, retryRemedy());
    return {i18nc("@info", "The change of the boot assignments is pending."), why, retryRemedy()};
}

/// Flushes the file systems that an image may be on: /boot, or an EFI system partition where bootctl(1) looks for one.
int flushImages(const HelperContext &context)
{
    constexpr std::array directories{"/boot"_L1, "/boot/efi"_L1, "/efi"_L1};
    for (const QLatin1StringView directory : directories) {
        const QByteArray path = QFile::encodeName(context.root + directory);
        const host::FileDescriptor file(::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (file.isOpen() && ::syncfs(file.get()) != 0)
            return errno;
    }
    return 0;
}

/// Returns 0, or an errno. The image is on the disk before the note is removed.
int rebuild(const HelperContext &context, core::InitramfsTool tool)
{
    const int failed = context.rebuildInitramfs(tool);
    return failed != 0 ? failed : flushImages(context);
}

/// Restores the files, and the image where one may have been built from others. Returns what the user should know.
core::Error undo(const HelperContext &context, const PendingChange &change, core::InitramfsTool tool, bool mustRebuild, const core::Error &reason)
{
    if (const auto error = writeBootFiles(context, bootFiles(context, change.before, tool)))
        return notRestored(*error);
    if (const int failed = mustRebuild ? rebuild(context, tool) : 0; failed != 0) {
        const PendingChange rest{.before = change.before, .wanted = change.before, .isImageStale = true};
        if (const auto error = notePendingChange(context, rest))
            return notRestored(*error);
        return imageNotRestored(context, tool, failed);
    }
    return removePendingChange(context).value_or(reason);
}

/// The noted change; what is stored, where the note is damaged. That is reported in `damage`.
core::Result<PendingChange> readChange(const HelperContext &context, const core::Result<BootAssignments> &stored, std::optional<core::Error> &damage)
{
    auto change = pendingChange(context);
    if (change)
        return change;
    if (!stored)
        return stored.error();
    damage = damagedChange(context, change.error());
    const PendingChange instead{.before = *stored, .wanted = *stored, .isImageStale = true};
    if (const auto error = replaceDamagedChange(context, instead))
        return *error;
    return instead;
}

/// Carries it out and removes the note. Returns what the user should know where that fails.
std::optional<core::Error> carryOut(const HelperContext &context, PendingChange change)
{
    const core::InitramfsTool tool = toolOf(context);
    const QList<BootFile> files = bootFiles(context, change.wanted, tool);
    const bool wasStale = change.isImageStale;
    const bool mustRebuild = wasStale || differsInImage(files);
    if (mustRebuild && !wasStale) {
        if (tool == core::InitramfsTool::Unknown)
            return removePendingChange(context).value_or(unknownTool(context, change.wanted));
        // Noted first: after a crash the files alone do not tell whether an image was built from them.
        change.isImageStale = true;
        if (auto error = notePendingChange(context, change))
            return error;
    }
    if (const auto error = writeBootFiles(context, files))
        return undo(context, change, tool, wasStale, *error);
    if (const int failed = mustRebuild ? rebuild(context, tool) : 0; failed != 0) {
        if (change.before == change.wanted)
            return imageNotRestored(context, tool, failed);
        return undo(context, change, tool, true, notRebuilt(failed));
    }
    return removePendingChange(context);
}
}

core::Result<BootAssignments> storedBootAssignments(const HelperContext &context)
{
    const core::StoredBootAssignments boot = host::readBootAssignments(context.root);
    return boot.assignments ? core::Result<BootAssignments>(*boot.assignments) : core::unreadable(boot).value_or(core::Error());
}

bool areBootAssignmentsPending(const HelperContext &context)
{
    return isChangePending(context);
}

core::Result<BootAssignments> changeBootAssignments(const HelperContext &context, const BootAssignments &wanted)
{
    const auto before = storedBootAssignments(context);
    if (!before || *before == wanted)
        return before;
    const auto earlier = pendingChange(context);
    const bool isStale = earlier ? earlier->isImageStale : isChangePending(context);
    const core::InitramfsTool tool = toolOf(context);
    if (tool == core::InitramfsTool::Unknown && (isStale || differsInImage(bootFiles(context, wanted, tool))))
        return unknownTool(context, wanted);
    if (const auto error = notePendingChange(context, {.before = *before, .wanted = wanted, .isImageStale = isStale}))
        return *error;
    if (context.applyBootAssignments() != 0)
        return notApplied(context);
    const auto now = storedBootAssignments(context);
    return now && *now != wanted ? core::Result<BootAssignments>(notApplied(context)) : now;
}

core::Result<Applied> applyBootAssignments(const HelperContext &context)
{
    const auto stored = storedBootAssignments(context);
    if (!isChangePending(context))
        return stored ? core::Result<Applied>(Applied{*stored, {}}) : stored.error();
    Applied applied;
    const auto change = readChange(context, stored, applied.damage);
    if (!change)
        return change.error();
    if (const auto error = carryOut(context, *change))
        return *error;
    applied.assignments = change->wanted;
    return applied;
}

}
