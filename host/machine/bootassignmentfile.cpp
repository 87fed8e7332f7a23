// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentfile.h"

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

core::Result<QList<core::BootAssignment>> read(const QString &sysroot, const char *relative)
{
    constexpr qint64 more = 2 * 1024 * 1024; // than bootAssignmentsFromJson() takes
    QFile file(pathOf(sysroot, relative));
    if (!file.exists())
        return QList<core::BootAssignment>();
    return core::bootAssignmentsFromJson(file.open(QIODevice::ReadOnly) ? file.read(more) : QByteArray());
}
}

core::Result<QList<core::BootAssignment>> readBootAssignments(const QString &sysroot)
{
    return read(sysroot, core::bootAssignmentsFile);
}

core::Result<QList<core::BootAssignment>> readTrial(const QString &sysroot)
{
    return read(sysroot, core::trialFile);
}

core::Result<QList<core::BootAssignment>> readEndedTrials(const QString &sysroot)
{
    return read(sysroot, core::endedTrialFile);
}

core::Result<core::StoredBootAssignments> readStoredBootAssignments(const QString &sysroot)
{
    const auto stored = readBootAssignments(sysroot);
    const auto trials = readTrial(sysroot);
    const auto ended = readEndedTrials(sysroot);
    for (const auto *part : {&stored, &trials, &ended}) {
        if (!*part)
            return part->error();
    }
    const QFileInfo checked(pathOf(sysroot, core::bootCheckedFile));
    const QFileInfo file(pathOf(sysroot, core::bootAssignmentsFile));
    const bool old = checked.exists() && file.exists() && file.lastModified() <= checked.lastModified();
    return core::StoredBootAssignments{.stored = *stored, .trials = *trials, .ended = *ended, .ofThisBoot = old, .bootChecked = checked.exists()};
}

}
