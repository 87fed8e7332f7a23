// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QFileSystemWatcher>
#include <QObject>

namespace host
{

/// The part of MachineMonitor that watches the files of bootassignments.h.
class BootAssignmentWatcher : public QObject
{
    Q_OBJECT
public:
    explicit BootAssignmentWatcher(const QString &sysroot);

Q_SIGNALS:
    void heard();

private:
    bool watch();
    void directoryChanged(const QString &directory);

    QString m_sysroot;
    QFileSystemWatcher m_files;
};

}
