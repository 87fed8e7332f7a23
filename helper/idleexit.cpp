// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "idleexit.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QTimer>
#include <QVariant>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
/// Of the signal remoteSignal() of DBusHelperProxy.
enum SignalType { ActionStarted, ActionPerformed };

/// A request that has reached the socket of this process is heard by then.
constexpr auto moment = 200ms;
}

IdleExit::IdleExit(QTimer *timer, QObject *proxy, QObject *parent)
    : QObject(parent)
{
    timer->disconnect(QCoreApplication::instance());
    connect(timer, &QTimer::timeout, this, &IdleExit::leave);
    connect(proxy, SIGNAL(remoteSignal(int, QString, QByteArray)), this, SLOT(heard(int)));
}

void IdleExit::install(QObject *responder)
{
    auto *timer = responder->property("__KAuth_Helper_Shutdown_Timer").value<QTimer *>();
    QObject *proxy = QDBusConnection::systemBus().objectRegisteredAt(u"/"_s);
    if (timer && proxy && proxy->metaObject()->indexOfSignal("remoteSignal(int,QString,QByteArray)") >= 0)
        new IdleExit(timer, proxy, responder);
}

void IdleExit::heard(int type)
{
    m_heard = true;
    if (type == ActionStarted)
        m_busy = true;
    else if (type == ActionPerformed)
        m_busy = false;
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
