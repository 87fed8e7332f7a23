// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;
struct udev_monitor;

namespace host
{

/// The part of MachineMonitor that listens to udev's events.
class UdevWatcher : public QObject
{
    Q_OBJECT
public:
    /// Without a udev socket to listen to (isListening() is false) it stays silent.
    UdevWatcher();
    ~UdevWatcher() override;

    bool isListening() const
    {
        return m_notifier != nullptr;
    }

Q_SIGNALS:
    void heard();

private:
    void receive();

    struct Release {
        void operator()(udev_monitor *monitor) const;
    };
    std::unique_ptr<udev_monitor, Release> m_monitor;
    QSocketNotifier *m_notifier = nullptr; ///< a child
};

}
