// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "idleexit.h"

#include "core/operation/goal.h"

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
/// Of the signal remoteSignal() of DBusHelperProxy.
enum SignalType {
    ActionStarted,
    ActionPerformed
};

/// A request that has reached the socket of this process is heard by then.
constexpr auto moment = 200ms;

/// For a password to be typed; clients wait no longer either.
constexpr auto timeout = 5min;

bool isVerb(const QString &action)
{
    constexpr auto prefix = "org.turnout.helper."_L1;
    return action.startsWith(prefix) && core::verbFromKeyword(QStringView(action).sliced(prefix.size()));
}
}

void leaveAtOnce()
{
    // What was answered before goes out in order: this comes back after it.
    const QDBusMessage last = QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s, u"org.freedesktop.DBus"_s, u"GetId"_s);
    QDBusConnection::systemBus().call(last, QDBus::Block, 1000);
    ::_exit(0);
}

IdleExit::IdleExit(QTimer *timer, QObject *proxy, QObject *parent)
    : QObject(parent)
{
    timer->disconnect(QCoreApplication::instance());
    connect(timer, &QTimer::timeout, this, &IdleExit::leave);
    connect(proxy, SIGNAL(remoteSignal(int, QString, QByteArray)), this, SLOT(heard(int, QString)));
    m_question.setSingleShot(true);
    m_question.setInterval(timeout);
    connect(&m_question, &QTimer::timeout, this, leaveAtOnce);
}

void IdleExit::install(QObject *responder)
{
    auto *timer = responder->property("__KAuth_Helper_Shutdown_Timer").value<QTimer *>();
    QObject *proxy = QDBusConnection::systemBus().objectRegisteredAt(u"/"_s);
    if (timer && proxy && proxy->metaObject()->indexOfSignal("remoteSignal(int,QString,QByteArray)") >= 0)
        new IdleExit(timer, proxy, responder);
}

void IdleExit::heard(int type, const QString &action)
{
    m_heard = true;
    if (type == ActionStarted) {
        if (!isVerb(action))
            leaveAtOnce();
        m_busy = true;
        m_question.start();
    } else if (type == ActionPerformed) {
        m_busy = false;
        m_question.stop();
    }
}

void IdleExit::leave()
{
    m_heard = false;
    QTimer::singleShot(moment, this, [this] {
        if (!m_busy && !m_heard)
            QCoreApplication::quit();
    });
}

}
