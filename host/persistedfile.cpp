// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "persistedfile.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace host
{

namespace
{
QString pathOf(const QString &sysroot, const char *relative)
{
    return sysroot + QLatin1Char('/') + QLatin1StringView(relative);
}

core::Result<QList<core::PersistedGpu>> read(const QString &sysroot, const char *relative)
{
    constexpr qint64 more = 2 * 1024 * 1024; // than persistedFromJson() takes
    QFile file(pathOf(sysroot, relative));
    if (!file.exists())
        return QList<core::PersistedGpu>();
    return core::persistedFromJson(file.open(QIODevice::ReadOnly) ? file.read(more) : QByteArray());
}
}

core::Result<QList<core::PersistedGpu>> readPersisted(const QString &sysroot)
{
    return read(sysroot, core::persistedFile);
}

core::Result<QList<core::PersistedGpu>> readTrial(const QString &sysroot)
{
    return read(sysroot, core::trialFile);
}

core::Result<QList<core::PersistedGpu>> readEndedTrials(const QString &sysroot)
{
    return read(sysroot, core::endedTrialFile);
}

core::Result<core::StoredChoices> readChoices(const QString &sysroot)
{
    const auto stored = readPersisted(sysroot);
    const auto trials = readTrial(sysroot);
    const auto ended = readEndedTrials(sysroot);
    for (const auto *part : {&stored, &trials, &ended}) {
        if (!*part)
            return part->error();
    }
    const QFileInfo checked(pathOf(sysroot, core::startCheckedFile));
    const QFileInfo file(pathOf(sysroot, core::persistedFile));
    const bool old = checked.exists() && file.exists() && file.lastModified() <= checked.lastModified();
    return core::StoredChoices{.stored = *stored, .trials = *trials, .ended = *ended, .ofThisStart = old, .startChecked = checked.exists()};
}

}
