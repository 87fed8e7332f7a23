// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "idleexit.h"

#include "helper/logging.h"

#include <KAuth/HelperSupport>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QVariant>

#include <chrono>
#include <cstdlib>

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
/// polkit answers root at once, and never for a caller that has left the bus.
constexpr auto rootTimeout = 10s;

qint64 runningCaller = 0;

constexpr auto busService = "org.freedesktop.DBus"_L1;
constexpr auto busPath = "/org/freedesktop/DBus"_L1;
}

qint64 callerUid()
{
    return runningCaller;
}

void exitNow()
{
    // A round trip, so that earlier replies are sent.
    const QDBusMessage last = QDBusMessage::createMethodCall(busService, busPath, busService, u"GetId"_s);
    QDBusConnection::systemBus().call(last, QDBus::Block, 1000);
    ::_exit(0);
}

IdleExit::IdleExit(QTimer *timer, QObject *proxy, QObject *responder)
    : QObject(responder)
    , m_responder(responder)
{
    timer->disconnect(QCoreApplication::instance());
    connect(timer, &QTimer::timeout, this, &IdleExit::onIdle);
    connect(proxy, SIGNAL(remoteSignal(int, QString, QByteArray)), this, SLOT(onRemoteSignal(int, QString)));
    m_actionTimeout.setSingleShot(true);
    connect(&m_actionTimeout, &QTimer::timeout, this, exitNow);
    QDBusConnection::systemBus()
        .connect(busService, busPath, busService, u"NameOwnerChanged"_s, this, SLOT(onNameOwnerChanged(QString, QString, QString)));
}

void IdleExit::install(QObject *responder)
{
    auto *timer = responder->property("__KAuth_Helper_Shutdown_Timer").value<QTimer *>();
    QObject *proxy = QDBusConnection::systemBus().objectRegisteredAt(u"/"_s);
    if (timer && proxy && proxy->metaObject()->indexOfSignal("remoteSignal(int,QString,QByteArray)") >= 0) {
        new IdleExit(timer, proxy, responder);
        return;
    }
    qCCritical(TURNOUT_HELPER) << "This version of KAuth works differently from those that Turnout was written for, so the helper does not run.";
    std::_Exit(EXIT_FAILURE);
}

/// Every action is a slot of the responder, dots as underscores (DBusHelperProxy::performAction). polkit knows no action with an
/// underscore.
bool IdleExit::isAction(const QString &action) const
{
    constexpr auto prefix = "org.turnout.helper."_L1;
    const QMetaObject *type = m_responder->metaObject();
    const QByteArray slot = action.mid(prefix.size()).replace(u'.', u'_').toUtf8() + "(QVariantMap)";
    return action.startsWith(prefix) && !action.contains(u'_') && type->indexOfSlot(slot.constData()) >= type->methodOffset();
}

void IdleExit::onRemoteSignal(int type, const QString &action)
{
    m_signalReceived = true;
    if (type == ActionStarted) {
        qCDebug(TURNOUT_HELPER) << "request" << action;
        if (!isAction(action))
            exitNow();
        m_actionRunning = true;
        runningCaller = quint32(KAuth::HelperSupport::callerUid());
        m_actionTimeout.start(runningCaller == 0 ? rootTimeout : timeout);
    } else if (type == ActionPerformed) {
        m_actionRunning = false;
        m_actionTimeout.stop();
    }
}

/// Runs while KAuth waits for polkit. KAuth does not tell for which program, but reports the user ID 0 for one that has left the bus.
void IdleExit::onNameOwnerChanged(const QString &name, const QString &, const QString &after)
{
    if (m_actionRunning && runningCaller != 0 && after.isEmpty() && name.startsWith(u':') && KAuth::HelperSupport::callerUid() == 0)
        exitNow();
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
