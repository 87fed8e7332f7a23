// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "trialbootclock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace app::agent
{

namespace
{
constexpr auto systemd = "org.freedesktop.systemd1"_L1;
constexpr auto manager = "/org/freedesktop/systemd1"_L1;
constexpr auto managerInterface = "org.freedesktop.systemd1.Manager"_L1;
constexpr int timeout = 5000; ///< ms
}

TrialBootClock::TrialBootClock(QObject *parent)
    : QObject(parent)
{
    // The timer waits for the desktop's target, and the login may be faster. systemd signals only while a client subscribes.
    QDBusConnection bus = QDBusConnection::systemBus();
    bus.connect(systemd, manager, managerInterface, u"StartupFinished"_s, this, SLOT(bootFinished()));
    bus.send(QDBusMessage::createMethodCall(systemd, manager, managerInterface, u"Subscribe"_s));
}

std::optional<std::chrono::milliseconds> TrialBootClock::timeLeft() const
{
    if (!m_end)
        return std::nullopt;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*m_end - std::chrono::steady_clock::now());
    return std::max(left, std::chrono::milliseconds::zero());
}

void TrialBootClock::query()
{
    QDBusMessage get =
        QDBusMessage::createMethodCall(systemd, u"/org/freedesktop/systemd1/unit/turnout_2dtrial_2dboot_2etimer"_s, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    get << u"org.freedesktop.systemd1.Timer"_s << u"NextElapseUSecMonotonic"_s;
    auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::systemBus().asyncCall(get, timeout), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        const quint64 microseconds = reply.isError() ? 0 : reply.value().variant().toULongLong();
        // Of the same clock as steady_clock. With 0 or the largest number the timer does not run.
        if (microseconds != 0 && microseconds < quint64(std::numeric_limits<qint64>::max() / 1000))
            m_end = std::chrono::steady_clock::time_point(std::chrono::microseconds(qint64(microseconds)));
        m_answered = true;
        Q_EMIT answered();
    });
}

void TrialBootClock::bootFinished()
{
    if (!m_end)
        query();
}

}
