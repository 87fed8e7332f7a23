// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootassignmentwatcher.h"
#include "udevwatcher.h"

#include <QTimer>

#include <chrono>
#include <optional>

namespace host
{

/// Reports that a snapshot of the machine may look different: functions, drivers, displays, disks, USB devices, boot
/// assignments. It sleeps in the kernel until then; nothing polls, and no timer runs while nothing happens. Changes of
/// the runtime power state are not reported.
class MachineMonitor : public QObject
{
    Q_OBJECT
public:
    /// `sysroot` stands for /; empty: this machine. udev reports only about this machine.
    explicit MachineMonitor(const QString &sysroot = {}, QObject *parent = nullptr);

    bool isListeningToUdev() const
    {
        return m_udev && m_udev->isListening();
    }

Q_SIGNALS:
    /// Once for a burst: events come in dozens when a driver is bound. A scan that began after `lastEvent` has seen them all.
    void changed(std::chrono::steady_clock::time_point lastEvent);

private:
    std::optional<UdevWatcher> m_udev;
    BootAssignmentWatcher m_bootAssignments;
    QTimer m_burst;
    std::chrono::steady_clock::time_point m_lastEvent;
};

}
