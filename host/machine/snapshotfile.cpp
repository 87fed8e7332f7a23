// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinereader.h"

#include "core/snapshot/snapshotjson.h"
#include "host/logging.h"

#include <KLocalizedString>

#include <QFile>
#include <QFileInfo>

namespace host
{

namespace
{
constexpr qint64 pieceBytes = 1024 * 1024;

core::Error cannotRead(const QString &path, const QString &why)
{
    return {i18nc("@info", "The snapshot %1 cannot be read.", path), why, i18nc("@info", "Choose a readable file that “turnout snapshot” wrote.")};
}

core::Error tooLarge(const QString &path)
{
    const qint64 megabytes = core::maximumJsonBytes / (1024 * 1024);
    return {i18nc("@info", "The file %1 is too large for a snapshot.", path),
            i18nc("@info %1 is a number of megabytes", "Snapshots are at most %1 MB.", megabytes),
            i18nc("@info", "Choose a file that “turnout snapshot” wrote.")};
}
}

core::Result<core::Snapshot> readSnapshotFile(const QString &path)
{
    if (QFileInfo(path).isDir()) // Qt says "file to open is a directory"
        return core::Error{cannotRead(path, {}).what, i18nc("@info", "It is a directory."), i18nc("@info", "Choose a file that “turnout snapshot” wrote.")};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return cannotRead(path, file.errorString());
    if (file.size() > core::maximumJsonBytes)
        return tooLarge(path);
    QByteArray json;
    while (json.size() <= core::maximumJsonBytes) { // counted, because pipes have no size and files may grow
        const QByteArray piece = file.read(pieceBytes);
        if (piece.isEmpty())
            break;
        json += piece;
    }
    if (file.error() != QFileDevice::NoError)
        return cannotRead(path, file.errorString());
    if (json.size() > core::maximumJsonBytes)
        return tooLarge(path);
    auto snapshot = core::fromJson(json);
    if (snapshot) {
        qCDebug(TURNOUT_HOST) << "Read the snapshot" << path << "with" << snapshot->functions.size() << "functions";
        return snapshot;
    }
    qCDebug(TURNOUT_HOST).noquote() << "Invalid snapshot" << path + QLatin1String(": ") + snapshot.error().text();
    core::Error error = snapshot.error();
    error.what = i18nc("@info %1 is a path, %2 a sentence", "%1: %2", path, error.what);
    return error;
}

}
