// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "persistedfile.h"

#include <QFile>

namespace host
{

namespace
{
core::Result<QList<core::PersistedGpu>> read(const QString &sysroot, const char *relative)
{
    constexpr qint64 more = 2 * 1024 * 1024; // than persistedFromJson() takes
    QFile file(sysroot + QLatin1Char('/') + QLatin1StringView(relative));
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

}
