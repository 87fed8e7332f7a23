// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "udevwatcher.h"

#include <QSocketNotifier>

#include <array>

#include <libudev.h>

namespace host
{

namespace
{
constexpr std::array subsystems{"pci", "iommu", "drm", "graphics", "sound", "net", "block", "usb", "input", "vfio", "vfio-dev"};

udev_monitor *listeningMonitor()
{
    udev *context = udev_new();
    udev_monitor *monitor = context ? udev_monitor_new_from_netlink(context, "udev") : nullptr;
    udev_unref(context); // the monitor holds a reference of its own
    if (!monitor)
        return nullptr;
    for (const char *subsystem : subsystems)
        udev_monitor_filter_add_match_subsystem_devtype(monitor, subsystem, nullptr);
    if (udev_monitor_enable_receiving(monitor) < 0)
        return udev_monitor_unref(monitor);
    return monitor;
}
}

UdevWatcher::UdevWatcher()
    : m_monitor(listeningMonitor())
{
    if (!m_monitor)
        return;
    m_notifier = new QSocketNotifier(udev_monitor_get_fd(m_monitor.get()), QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &UdevWatcher::receive);
}

UdevWatcher::~UdevWatcher()
{
    delete m_notifier; // before the socket it watches is closed
}

void UdevWatcher::receive()
{
    bool any = false;
    while (udev_device *device = udev_monitor_receive_device(m_monitor.get())) {
        udev_device_unref(device);
        any = true;
    }
    if (any)
        Q_EMIT heard();
}

void UdevWatcher::Release::operator()(udev_monitor *monitor) const
{
    udev_monitor_unref(monitor);
}

}
