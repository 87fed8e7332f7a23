// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "pendingchange.h"

#include "helper/files.h"

#include <KLocalizedString>
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
QString damagedPath(const HelperContext &context)
{
    return context.state + u"/boot-assignments.damaged"_s;
}

QByteArray toJson(const PendingChange &change)
{
    const auto object = [](const BootAssignments &assignments) {
        return QJsonDocument::fromJson(core::toJson(assignments)).object();
    };
    return QJsonDocument(
               QJsonObject{{u"before"_s, object(change.before)}, {u"wanted"_s, object(change.wanted)}, {u"initramfsIsStale"_s, change.isImageStale}})
        .toJson();
}

core::Result<PendingChange> changeFromJson(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto assignments = [&object](QLatin1StringView name) {
        return core::bootAssignmentsFromJson(QJsonDocument(object[name].toObject()).toJson());
    };
    const auto before = assignments("before"_L1);
    const auto wanted = assignments("wanted"_L1);
    if (!before || !wanted)
        return before ? wanted.error() : before.error();
    const QJsonValue isStale = object["initramfsIsStale"_L1];
    if (!isStale.isBool())
        return core::Error{.what = i18nc("@info", "The pending change cannot be read."),
                           .why = i18nc("@info", "It does not say whether the initramfs matches the boot assignments."),
                           .remedy = {}};
    return PendingChange{.before = *before, .wanted = *wanted, .isImageStale = isStale.toBool()};
}
}

QString pendingChangePath(const HelperContext &context)
{
    return context.state + u"/boot-assignments.wanted"_s;
}

bool isChangePending(const HelperContext &context)
{
    return QFileInfo::exists(pendingChangePath(context));
}

core::Result<PendingChange> pendingChange(const HelperContext &context)
{
    return changeFromJson(readFile(pendingChangePath(context)));
}

std::optional<core::Error> notePendingChange(const HelperContext &context, const PendingChange &change)
{
    if (auto error = writeDurably(context, pendingChangePath(context), toJson(change)))
        return error;
    // systemd or the helper may have created the state directory right now.
    const QString parent = QFileInfo(context.state).path();
    return syncDirectory(parent) ? std::nullopt : std::optional(notWritten(pendingChangePath(context), QString::fromLocal8Bit(::strerror(errno))));
}

std::optional<core::Error> removePendingChange(const HelperContext &context)
{
    QFile note(pendingChangePath(context));
    if (!note.remove())
        return notWritten(note.fileName(), note.errorString());
    // Where this fails, the next boot may repeat the change, which does no harm.
    [[maybe_unused]] const bool isOnDisk = syncDirectory(context.state);
    if (context.journalWritten)
        context.journalWritten();
    return std::nullopt;
}

std::optional<core::Error> replaceDamagedChange(const HelperContext &context, const PendingChange &instead)
{
    const QString copy = damagedPath(context);
    QFile::remove(copy);
    if (::link(QFile::encodeName(pendingChangePath(context)).constData(), QFile::encodeName(copy).constData()) != 0)
        return notWritten(copy, QString::fromLocal8Bit(::strerror(errno)));
    return notePendingChange(context, instead);
}

core::Error damagedChange(const HelperContext &context, const core::Error &error)
{
    return {
        i18nc("@info %1 is a path", "A pending change of the boot assignments cannot be read; it was renamed to %1.", damagedPath(context)),
        error.why,
        i18nc("@info", "The boot assignments before it are in effect. Repeat the last change.")};
}

}
