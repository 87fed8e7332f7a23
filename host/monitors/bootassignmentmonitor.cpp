// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentmonitor.h"

#include "core/boot/bootassignment.h"

#include <QFileInfo>

#include <chrono>

using namespace std::chrono_literals;

namespace host
{

namespace
{
constexpr auto burst = 200ms;
}

BootAssignmentMonitor::BootAssignmentMonitor(const QString &sysroot, QObject *parent)
    : QObject(parent)
    , m_sysroot(sysroot)
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(burst);
    connect(&m_burst, &QTimer::timeout, this, &BootAssignmentMonitor::changed);
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, &BootAssignmentMonitor::hear);
    watch();
}

/// The directories, because the files come and go, and so do these: of one that is not there the one above. Whether that has
/// changed.
bool BootAssignmentMonitor::watch()
{
    bool changed = false;
    for (const char *file : {core::bootAssignmentsFile, core::trialFile}) {
        const QString directory = QFileInfo(m_sysroot + QLatin1Char('/') + QLatin1StringView(file)).path();
        const QString above = QFileInfo(directory).path();
        const bool isThere = QFileInfo::exists(directory);
        const QString &wanted = isThere ? directory : above;
        const QStringList watched = m_files.directories();
        if (isThere && watched.contains(above))
            m_files.removePath(above); // where much goes on that is none of this
        if (!watched.contains(wanted) && QFileInfo::exists(wanted))
            changed = m_files.addPath(wanted) || changed;
    }
    return changed;
}

void BootAssignmentMonitor::hear(const QString &directory)
{
    const bool isBootAssignments = QFileInfo(directory).fileName() == QLatin1StringView("turnout");
    if ((watch() || isBootAssignments) && !m_burst.isActive())
        m_burst.start();
}

}
