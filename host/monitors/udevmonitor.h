// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

class QSocketNotifier;
struct udev_monitor;

namespace host
{

/// Tells when the machine may look different: functions, drivers, displays, disks, USB devices. It sleeps in the
/// kernel until udev reports something; nothing polls, and no timer runs while nothing happens. Changes of the
/// runtime power state are not among udev's events.
class UdevMonitor : public QObject
{
    Q_OBJECT
public:
    /// Without a udev socket to listen to (isListening() is false) it stays silent.
    explicit UdevMonitor(QObject *parent = nullptr);
    ~UdevMonitor() override;

    bool isListening() const
    {
        return m_notifier != nullptr;
    }

Q_SIGNALS:
    /// Once for a burst of events: they come in dozens when a driver is bound.
    void changed();

private:
    void receive();

    struct Release {
        void operator()(udev_monitor *monitor) const;
    };
    std::unique_ptr<udev_monitor, Release> m_monitor;
    QSocketNotifier *m_notifier = nullptr; ///< a child
    QTimer m_burst;
};

}
