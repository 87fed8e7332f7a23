// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "kauthtransport.h"

#include <KAuth/Action>
#include <KAuth/ActionReply>
#include <KAuth/ExecuteJob>

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusError>
#include <QWindow>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app::operation
{

namespace
{
constexpr auto helperId = "org.turnout.helper"_L1;

/// Without any progress. The user types a password in this time; a call into the kernel gets half a minute from the helper.
constexpr auto timeout = 5min;
/// In all, however much progress there is.
constexpr auto longest = 60min;

/// KAuth has one error for all D-Bus failures.
Delivery::State busFailure()
{
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (!bus.isConnected())
        return Delivery::State::NoHelper;
    const QDBusReply<bool> running = bus.interface()->isServiceRegistered(helperId);
    const QDBusReply<QStringList> startable = bus.interface()->activatableServiceNames();
    const bool known = running.value() || startable.value().contains(helperId);
    return known ? Delivery::State::Lost : Delivery::State::NoHelper;
}

Delivery::State stateOf(int error)
{
    switch (error) {
    case KAuth::ActionReply::NoError:
        return Delivery::State::Answered;
    case KAuth::ActionReply::AuthorizationDeniedError:
    case KAuth::ActionReply::UserCancelledError:
        return Delivery::State::Denied;
    case KAuth::ActionReply::HelperBusyError:
    case KAuth::ActionReply::AlreadyStartedError:
        return Delivery::State::Busy;
    case KAuth::ActionReply::NoSuchActionError:
        return Delivery::State::NoSuchAction;
    case KAuth::ActionReply::NoResponderError:
    case KAuth::ActionReply::InvalidActionError:
        return Delivery::State::NoHelper;
    default:
        return busFailure();
    }
}
}

KAuthTransport::KAuthTransport(QObject *parent)
    : Transport(parent)
{
    m_timeout.setSingleShot(true);
    m_timeout.setInterval(timeout);
    // KAuth loses the answer "busy" and then waits forever, so its own timeout is not enough.
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        finish({.state = Delivery::State::TimedOut, .reply = {}, .detail = {}});
    });
}

KAuthTransport::~KAuthTransport() = default;

void KAuthTransport::setWindow(QWindow *window)
{
    m_window = window;
}

void KAuthTransport::send(const QString &name, const QVariantMap &arguments)
{
    if (const QDBusConnection bus = QDBusConnection::systemBus(); !bus.isConnected()) {
        // KAuth would ask polkit without a system bus.
        const Delivery none{.state = Delivery::State::NoHelper, .reply = {}, .detail = bus.lastError().message()};
        QMetaObject::invokeMethod(this, &KAuthTransport::finish, Qt::QueuedConnection, none);
        return;
    }
    KAuth::Action action(helperId + u'.' + name);
    action.setHelperId(helperId);
    action.setArguments(arguments);
    action.setTimeout(int(std::chrono::milliseconds(longest).count()));
    if (m_window)
        action.setParentWindow(static_cast<QWindow *>(m_window.data()));
    m_job = action.execute();
    connect(m_job, &KAuth::ExecuteJob::newData, this, [this](const QVariantMap &data) {
        m_timeout.start();
        Q_EMIT progressed(data);
    });
    connect(m_job, &KJob::result, this, &KAuthTransport::finished);
    m_timeout.start();
    m_job->start();
}

void KAuthTransport::finished()
{
    if (!m_job)
        return;
    finish({.state = stateOf(m_job->error()), .reply = m_job->data(), .detail = m_job->errorString()});
}

void KAuthTransport::finish(const Delivery &delivery)
{
    m_timeout.stop();
    if (m_job) {
        m_job->disconnect(this);
        m_job.clear();
    }
    Q_EMIT delivered(delivery);
}

}
