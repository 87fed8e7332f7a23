// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "choices.h"

#include "publicfile.h"
#include "statelock.h"

#include "host/machinefacts.h"
#include "host/persistedfile.h"

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
constexpr quint32 readableByAll = 0755;

/// HOOKS of mkinitcpio are named in its configuration alone; ours has to run before udev's. The hook itself comes with Turnout and does nothing without
/// the rules.
constexpr char mkinitcpioFile[] = "etc/mkinitcpio.conf.d/turnout.conf";
constexpr auto mkinitcpioText = "# Made by Turnout; \"turnout unpersist\" takes it away.\nHOOKS=(turnout \"${HOOKS[@]}\")\n";

/// A change that is under way: the choices before it, and those wanted.
struct Note {
    Choices before;
    Choices wanted;
};

QString pathOf(const Settings &settings, const char *relative)
{
    return settings.root + u'/' + QLatin1StringView(relative);
}

QString notePath(const Settings &settings)
{
    return settings.state + u"/choices.wanted"_s;
}

core::Error notWritten(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 could not be written.", path),
            why,
            i18nc("@info", "All is as before. Make room, or make it writable, and try again.")};
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Nothing on success. An empty content takes the file away.
std::optional<core::Error> put(const Settings &settings, const QString &path, const QByteArray &content)
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
    if (settings.journalWritten)
        settings.journalWritten();
    return std::nullopt;
}

/// The files that follow from choices; those of other programs' directories only where these are.
std::optional<core::Error> putAll(const Settings &settings, const Choices &choices, core::InitramfsTool tool)
{
    const QString own = QFileInfo(pathOf(settings, core::persistedFile)).path();
    if (!choices.isEmpty()) {
        if (const auto made = ownDirectory(own, readableByAll); !made)
            return made.error();
    }
    const bool needsHook = tool == core::InitramfsTool::Mkinitcpio && !choices.isEmpty();
    if (const auto error = put(settings, pathOf(settings, core::udevRulesFile), core::udevRules(choices)))
        return error;
    if (const auto error = put(settings, pathOf(settings, mkinitcpioFile), needsHook ? QByteArray(mkinitcpioText) : QByteArray()))
        return error;
    if (const auto error = put(settings, pathOf(settings, core::persistedFile), choices.isEmpty() ? QByteArray() : core::toJson(choices)))
        return error;
    if (choices.isEmpty())
        QDir().rmdir(own);
    return std::nullopt;
}

QByteArray toJson(const Note &note)
{
    const auto object = [](const Choices &choices) {
        return QJsonDocument::fromJson(core::toJson(choices)).object();
    };
    return QJsonDocument(QJsonObject{{u"before"_s, object(note.before)}, {u"wanted"_s, object(note.wanted)}}).toJson();
}

core::Result<Note> noteFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto choices = [&object](QLatin1StringView name) {
        return core::persistedFromJson(QJsonDocument(object[name].toObject()).toJson());
    };
    const auto before = choices("before"_L1);
    const auto wanted = choices("wanted"_L1);
    if (!before || !wanted)
        return before ? wanted.error() : before.error();
    return Note{*before, *wanted};
}

QString damagedPath(const Settings &settings)
{
    return settings.state + u"/choices.damaged"_s;
}

core::Error damagedNote(const Settings &settings, const core::Error &error)
{
    return {
        i18nc("@info %1 is a path", "A change of the choices for the next start was noted and cannot be read; it was set aside as %1.", damagedPath(settings)),
        error.why,
        i18nc("@info", "What was stored before stands. Make the last choice again.")};
}

/// There is a note at every moment: the damaged one, then `instead`.
std::optional<core::Error> setAside(const Settings &settings, const Note &instead)
{
    const QString aside = damagedPath(settings);
    QFile::remove(aside);
    if (::link(QFile::encodeName(notePath(settings)).constData(), QFile::encodeName(aside).constData()) != 0)
        return notWritten(aside, QString::fromLocal8Bit(::strerror(errno)));
    return put(settings, notePath(settings), toJson(instead));
}

core::InitramfsTool toolOf(const Settings &settings)
{
    const auto access = std::make_unique<host::Access>();
    const QString root = settings.root.isEmpty() ? u"/"_s : settings.root;
    return host::initramfsTool(host::Directory::root(*access, QFile::encodeName(root).toStdString()));
}

core::Error notRebuilt(int error)
{
    return {i18nc("@info", "The initramfs could not be built anew, so nothing was changed for the next start."),
            i18nc("@info %1 is the system's reason", "The system says: %1.", QString::fromLocal8Bit(::strerror(error))),
            i18nc("@info", "“journalctl -u turnout-persist” shows what the tool that builds it said.")};
}

core::Error notApplied(const Settings &settings)
{
    if (areChoicesPending(settings))
        return {
            i18nc("@info", "The choice for the next start is noted, but not stored yet."),
            i18nc("@info", "turnout-persist.service did not do its work."),
            i18nc("@info", "It is tried again with the next change and the next start of the computer. “journalctl -u turnout-persist” says why it failed.")};
    return {i18nc("@info", "The choice for the next start could not be stored, and all is as before."),
            i18nc("@info", "turnout-persist.service did not succeed, most often because the initramfs could not be built."),
            i18nc("@info", "“journalctl -u turnout-persist” says why.")};
}
}

core::Result<Choices> storedChoices(const Settings &settings)
{
    return host::readPersisted(settings.root);
}

bool areChoicesPending(const Settings &settings)
{
    return QFileInfo::exists(notePath(settings));
}

core::Result<Choices> changeChoices(const Settings &settings, const Choices &wanted)
{
    const auto before = storedChoices(settings);
    if (!before || *before == wanted)
        return before;
    if (const auto error = put(settings, notePath(settings), toJson({*before, wanted})))
        return *error;
    if (settings.applyChoices() != 0)
        return notApplied(settings);
    const auto now = storedChoices(settings);
    return now && *now != wanted ? core::Result<Choices>(notApplied(settings)) : now;
}

core::Result<Applied> applyChoices(const Settings &settings)
{
    const auto stored = storedChoices(settings);
    if (!areChoicesPending(settings))
        return stored ? core::Result<Applied>(Applied{*stored, {}}) : stored.error();
    auto note = noteFromJson(readFile(notePath(settings)));
    Applied applied;
    if (!note) {
        if (!stored)
            return stored.error();
        applied.damage = damagedNote(settings, note.error());
        note = Note{*stored, *stored};
        if (const auto error = setAside(settings, *note))
            return *error;
    }
    const core::InitramfsTool tool = toolOf(settings);
    std::optional<core::Error> error = putAll(settings, note->wanted, tool);
    if (const int failed = error ? 0 : settings.rebuildInitramfs(tool); failed != 0)
        error = notRebuilt(failed);
    if (error) {
        // Back as it was; the tool may fail again, but what it built before it failed the first time is of before, too.
        if (const auto again = putAll(settings, note->before, tool))
            return *again;
        [[maybe_unused]] const int rebuilt = settings.rebuildInitramfs(tool);
    }
    if (const auto left = put(settings, notePath(settings), {}))
        return *left;
    applied.choices = note->wanted;
    return error ? core::Result<Applied>(*error) : core::Result<Applied>(applied);
}

}
