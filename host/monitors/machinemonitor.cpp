// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinemonitor.h"

#include <chrono>

using namespace std::chrono_literals;

namespace host
{

namespace
{
/// Longer than a bind takes to announce all it made, short enough to feel immediate.
constexpr auto burst = 200ms;
}

MachineMonitor::MachineMonitor(const QString &sysroot, QObject *parent)
    : QObject(parent)
    , m_bootAssignments(sysroot)
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(burst);
    connect(&m_burst, &QTimer::timeout, this, [this] {
        Q_EMIT changed(m_lastEvent);
    });
    // A fixed time after the first event, so that an endless stream cannot hold the signal back.
    const auto heard = [this] {
        m_lastEvent = std::chrono::steady_clock::now();
        if (!m_burst.isActive())
            m_burst.start();
    };
    connect(&m_bootAssignments, &BootAssignmentWatcher::heard, this, heard);
    if (!sysroot.isEmpty())
        return;
    m_udev.emplace();
    connect(&*m_udev, &UdevWatcher::heard, this, heard);
}

}
