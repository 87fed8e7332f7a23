// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentwatcher.h"

#include "core/boot/bootassignment.h"

#include <QFileInfo>

namespace host
{

BootAssignmentWatcher::BootAssignmentWatcher(const QString &sysroot)
    : m_sysroot(sysroot)
{
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, &BootAssignmentWatcher::directoryChanged);
    watch();
}

/// Watches the directories, because the files come and go; of a missing directory the one above. Returns whether that
/// changed.
bool BootAssignmentWatcher::watch()
{
    bool changed = false;
    for (const char *file : {core::bootAssignmentsFile, core::trialFile}) {
        const QString directory = QFileInfo(m_sysroot + QLatin1Char('/') + QLatin1StringView(file)).path();
        const QString above = QFileInfo(directory).path();
        const bool exists = QFileInfo::exists(directory);
        const QString &wanted = exists ? directory : above;
        const QStringList watched = m_files.directories();
        if (exists && watched.contains(above))
            m_files.removePath(above); // other programs often change /etc and /run
        if (!watched.contains(wanted) && QFileInfo::exists(wanted))
            changed = m_files.addPath(wanted) || changed;
    }
    return changed;
}

void BootAssignmentWatcher::directoryChanged(const QString &directory)
{
    const bool isOurs = QFileInfo(directory).fileName() == QLatin1StringView("turnout");
    if (watch() || isOurs)
        Q_EMIT heard();
}

}
