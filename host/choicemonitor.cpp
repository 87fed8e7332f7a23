// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "choicemonitor.h"

#include "core/persisted.h"

#include <QFileInfo>

#include <chrono>

using namespace std::chrono_literals;

namespace host
{

namespace
{
constexpr auto burst = 200ms;
}

ChoiceMonitor::ChoiceMonitor(const QString &sysroot, QObject *parent)
    : QObject(parent)
    , m_sysroot(sysroot)
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(burst);
    connect(&m_burst, &QTimer::timeout, this, &ChoiceMonitor::changed);
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, [this] {
        watch();
        m_burst.start();
    });
    watch();
}

/// The directories, because the files come and go, and so do these: of each the one above, too.
void ChoiceMonitor::watch()
{
    for (const char *file : {core::persistedFile, core::trialFile}) {
        const QString directory = QFileInfo(m_sysroot + QLatin1Char('/') + QLatin1StringView(file)).path();
        for (const QString &path : {QFileInfo(directory).path(), directory}) {
            if (QFileInfo::exists(path))
                m_files.addPath(path);
        }
    }
}

}
