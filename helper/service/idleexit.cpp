// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "idleexit.h"

#include "core/operation/goal.h"
#include "helper/logging.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariant>

#include <chrono>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
/// Of DBusHelperProxy::remoteSignal().
enum SignalType {
    ActionStarted,
    ActionPerformed
};

/// Enough to receive a request that is already in the socket.
constexpr auto gracePeriod = 200ms;

/// Enough to type a password; clients use the same timeout.
constexpr auto timeout = 5min;

bool isVerb(const QString &action)
{
    constexpr auto prefix = "org.turnout.helper."_L1;
    return action.startsWith(prefix) && core::verbFromKeyword(QStringView(action).sliced(prefix.size()));
}
}

void exitNow()
{
    // A round trip, so that earlier replies are sent.
    const QDBusMessage last = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"GetId"_s);
    QDBusConnection::systemBus().call(last, QDBus::Block, 1000);
    ::_exit(0);
}

IdleExit::IdleExit(QTimer *timer, QObject *proxy, QObject *parent)
    : QObject(parent)
{
    timer->disconnect(QCoreApplication::instance());
    connect(timer, &QTimer::timeout, this, &IdleExit::onIdle);
    connect(proxy, SIGNAL(remoteSignal(int, QString, QByteArray)), this, SLOT(onRemoteSignal(int, QString)));
    m_actionTimeout.setSingleShot(true);
    m_actionTimeout.setInterval(timeout);
    connect(&m_actionTimeout, &QTimer::timeout, this, exitNow);
}

void IdleExit::install(QObject *responder)
{
    auto *timer = responder->property("__KAuth_Helper_Shutdown_Timer").value<QTimer *>();
    QObject *proxy = QDBusConnection::systemBus().objectRegisteredAt(u"/"_s);
    if (timer && proxy && proxy->metaObject()->indexOfSignal("remoteSignal(int,QString,QByteArray)") >= 0)
        new IdleExit(timer, proxy, responder);
}

void IdleExit::onRemoteSignal(int type, const QString &action)
{
    m_signalReceived = true;
    if (type == ActionStarted) {
        qCDebug(TURNOUT_HELPER) << "request" << action;
        if (!isVerb(action))
            exitNow();
        m_actionRunning = true;
        m_actionTimeout.start();
    } else if (type == ActionPerformed) {
        m_actionRunning = false;
        m_actionTimeout.stop();
    }
}

void IdleExit::onIdle()
{
    m_signalReceived = false;
    QTimer::singleShot(gracePeriod, this, [this] {
        if (!m_actionRunning && !m_signalReceived)
            QCoreApplication::quit();
    });
}

}
