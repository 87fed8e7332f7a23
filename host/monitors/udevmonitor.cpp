// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "udevmonitor.h"

#include <QSocketNotifier>

#include <array>
#include <chrono>

#include <libudev.h>

using namespace std::chrono_literals;

namespace host
{

namespace
{
/// Longer than a bind takes to announce all it made, short enough to feel immediate.
constexpr auto burst = 200ms;

constexpr std::array subsystems{"pci", "iommu", "drm", "graphics", "sound", "net", "block", "usb", "input", "vfio", "vfio-dev"};

udev_monitor *listeningMonitor()
{
    udev *context = udev_new();
    udev_monitor *monitor = context ? udev_monitor_new_from_netlink(context, "udev") : nullptr;
    udev_unref(context); // the monitor keeps a reference of its own
    if (!monitor)
        return nullptr;
    for (const char *subsystem : subsystems)
        udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nullptr);
    if (udev_monitor_enable_receiving(monitor) < 0)
        return udev_monitor_unref(monitor);
    return monitor;
}
}

UdevMonitor::UdevMonitor(QObject *parent)
    : QObject(parent)
    , m_monitor(listeningMonitor())
{
    m_burst.setSingleShot(true);
    m_burst.setInterval(burst);
    connect(&m_burst, &QTimer::timeout, this, &UdevMonitor::changed);
    if (!m_monitor)
        return;
    m_notifier = new QSocketNotifier(udev_monitor_get_fd(m_monitor.get()), QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UdevMonitor::receive);
}

UdevMonitor::~UdevMonitor()
{
    delete m_notifier; // before the socket it watches is closed
}

/// The signal comes a fixed time after the first event, so that an endless stream cannot hold it back.
void UdevMonitor::receive()
{
    while (udev_device *device = udev_monitor_receive_device(m_monitor.get())) {
        udev_device_unref(device);
        if (!m_burst.isActive())
            m_burst.start();
    }
}

void UdevMonitor::Release::operator()(udev_monitor *monitor) const
{
    udev_monitor_unref(monitor);
}

}
