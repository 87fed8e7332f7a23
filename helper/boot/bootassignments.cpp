// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignments.h"

#include "helper/files.h"

#include "host/machine/bootassignments.h"
#include "host/machine/machinefacts.h"

#include <KLocalizedString>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <cerrno>
#include <cstring>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
/// HOOKS of mkinitcpio are named in its configuration alone; ours has to run before udev's. The hook itself comes with Turnout and does nothing without
/// the rules.
constexpr char mkinitcpioFile[] = "etc/mkinitcpio.conf.d/turnout.conf";
constexpr auto mkinitcpioText = "# Made by Turnout; \"turnout unpersist\" takes it away.\nHOOKS=(turnout \"${HOOKS[@]}\")\n";

/// A change that is under way: the choices before it, and those wanted.
struct Note {
    BootAssignments before;
    BootAssignments wanted;
};

QString pathOf(const HelperContext &context, const char *relative)
{
    return context.root + u'/' + QLatin1StringView(relative);
}

QString notePath(const HelperContext &context)
{
    return context.state + u"/boot-assignments.wanted"_s;
}

core::Error notWritten(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 could not be written.", path),
            why,
            i18nc("@info", "All is as before. Make room, or make it writable, and try again.")};
}

/// Nothing on success. An empty content takes the file away.
std::optional<core::Error> put(const HelperContext &context, const QString &path, const QByteArray &content)
{
    if (readFile(path) == content && (QFileInfo::exists(path) != content.isEmpty()))
        return std::nullopt;
    QFile old(path);
    if (content.isEmpty()) {
        if (!old.remove())
            return notWritten(path, old.errorString());
    } else if (const auto failed = writeForAll(path, content)) {
        return notWritten(path, *failed);
    }
    if (!syncDirectory(QFileInfo(path).path())) // each before the next, which may be on another file system
        return notWritten(path, QString::fromLocal8Bit(::strerror(errno)));
    if (context.journalWritten)
        context.journalWritten();
    return std::nullopt;
}

/// The files that follow from choices; those of other programs' directories only where these are.
std::optional<core::Error> putAll(const HelperContext &context, const BootAssignments &assignments, core::InitramfsTool tool)
{
    const QString own = QFileInfo(pathOf(context, core::bootAssignmentsFile)).path();
    if (!assignments.isEmpty()) {
        if (const auto made = ownDirectory(own, readableByAll); !made)
            return made.error();
    }
    const bool needsHook = tool == core::InitramfsTool::Mkinitcpio && !assignments.isEmpty();
    if (const auto error = put(context, pathOf(context, core::udevRulesFile), core::udevRules(assignments)))
        return error;
    if (const auto error = put(context, pathOf(context, mkinitcpioFile), needsHook ? QByteArray(mkinitcpioText) : QByteArray()))
        return error;
    if (const auto error = put(context, pathOf(context, core::bootAssignmentsFile), assignments.isEmpty() ? QByteArray() : core::toJson(assignments)))
        return error;
    if (assignments.isEmpty())
        QDir().rmdir(own);
    return std::nullopt;
}

QByteArray toJson(const Note &note)
{
    const auto object = [](const BootAssignments &assignments) {
        return QJsonDocument::fromJson(core::toJson(assignments)).object();
    };
    return QJsonDocument(QJsonObject{{u"before"_s, object(note.before)}, {u"wanted"_s, object(note.wanted)}}).toJson();
}

core::Result<Note> noteFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto assignments = [&object](QLatin1StringView name) {
        return core::bootAssignmentsFromJson(QJsonDocument(object[name].toObject()).toJson());
    };
    const auto before = assignments("before"_L1);
    const auto wanted = assignments("wanted"_L1);
    if (!before || !wanted)
        return before ? wanted.error() : before.error();
    return Note{*before, *wanted};
}

QString damagedPath(const HelperContext &context)
{
    return context.state + u"/boot-assignments.damaged"_s;
}

core::Error damagedNote(const HelperContext &context, const core::Error &error)
{
    return {
        i18nc("@info %1 is a path", "A change of the choices for the next start was noted and cannot be read; it was set aside as %1.", damagedPath(context)),
        error.why,
        i18nc("@info", "What was stored before stands. Make the last choice again.")};
}

/// There is a note at every moment: the damaged one, then `instead`.
std::optional<core::Error> setAside(const HelperContext &context, const Note &instead)
{
    const QString aside = damagedPath(context);
    QFile::remove(aside);
    if (::link(QFile::encodeName(notePath(context)).constData(), QFile::encodeName(aside).constData()) != 0)
        return notWritten(aside, QString::fromLocal8Bit(::strerror(errno)));
    return put(context, notePath(context), toJson(instead));
}

core::InitramfsTool toolOf(const HelperContext &context)
{
    const auto access = std::make_unique<host::Access>();
    const QString root = context.root.isEmpty() ? u"/"_s : context.root;
    return host::initramfsTool(host::Directory::root(*access, QFile::encodeName(root).toStdString()));
}

core::Error notRebuilt(int error)
{
    return {i18nc("@info", "The initramfs could not be built anew, so nothing was changed for the next start."),
            systemReason(error),
            i18nc("@info", "“journalctl -u turnout-persist” shows what the tool that builds it said.")};
}

core::Error notApplied(const HelperContext &context)
{
    if (areBootAssignmentsPending(context))
        return {
            i18nc("@info", "The choice for the next start is noted, but not stored yet."),
            i18nc("@info", "turnout-persist.service did not do its work."),
            i18nc("@info", "It is tried again with the next change and the next start of the computer. “journalctl -u turnout-persist” says why it failed.")};
    return {i18nc("@info", "The choice for the next start could not be stored, and all is as before."),
            i18nc("@info", "turnout-persist.service did not succeed, most often because the initramfs could not be built."),
            i18nc("@info", "“journalctl -u turnout-persist” says why.")};
}
}

core::Result<BootAssignments> storedBootAssignments(const HelperContext &context)
{
    const core::StoredBootAssignments boot = host::readBootAssignments(context.root);
    return boot.assignments ? core::Result<BootAssignments>(*boot.assignments) : core::unreadable(boot).value_or(core::Error());
}

bool areBootAssignmentsPending(const HelperContext &context)
{
    return QFileInfo::exists(notePath(context));
}

core::Result<BootAssignments> changeBootAssignments(const HelperContext &context, const BootAssignments &wanted)
{
    const auto before = storedBootAssignments(context);
    if (!before || *before == wanted)
        return before;
    if (const auto error = put(context, notePath(context), toJson({*before, wanted})))
        return *error;
    if (context.applyBootAssignments() != 0)
        return notApplied(context);
    const auto now = storedBootAssignments(context);
    return now && *now != wanted ? core::Result<BootAssignments>(notApplied(context)) : now;
}

core::Result<Applied> applyBootAssignments(const HelperContext &context)
{
    const auto stored = storedBootAssignments(context);
    if (!areBootAssignmentsPending(context))
        return stored ? core::Result<Applied>(Applied{*stored, {}}) : stored.error();
    auto note = noteFromJson(readFile(notePath(context)));
    Applied applied;
    if (!note) {
        if (!stored)
            return stored.error();
        applied.damage = damagedNote(context, note.error());
        note = Note{*stored, *stored};
        if (const auto error = setAside(context, *note))
            return *error;
    }
    const core::InitramfsTool tool = toolOf(context);
    std::optional<core::Error> error = putAll(context, note->wanted, tool);
    if (const int failed = error ? 0 : context.rebuildInitramfs(tool); failed != 0)
        error = notRebuilt(failed);
    if (error) {
        // Back as it was; the tool may fail again, but what it built before it failed the first time is of before, too.
        if (const auto again = putAll(context, note->before, tool))
            return *again;
        [[maybe_unused]] const int rebuilt = context.rebuildInitramfs(tool);
    }
    if (const auto left = put(context, notePath(context), {}))
        return *left;
    applied.assignments = note->wanted;
    return error ? core::Result<Applied>(*error) : core::Result<Applied>(applied);
}

}
