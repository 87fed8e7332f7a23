// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace host
{

/// Tells when what is stored about starts of the computer may look different (persistedfile.h). It sleeps in the kernel
/// until then.
class BootAssignmentMonitor : public QObject
{
    Q_OBJECT
public:
    /// `sysroot` stands for /; empty: this machine.
    explicit BootAssignmentMonitor(const QString &sysroot = {}, QObject *parent = nullptr);

Q_SIGNALS:
    /// Once for a burst: a change of the choices writes several files.
    void changed();

private:
    bool watch();
    void hear(const QString &directory);

    QString m_sysroot;
    QFileSystemWatcher m_files;
    QTimer m_burst;
};

}
