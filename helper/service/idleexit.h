// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace helper
{

/// Exits between verbs without leaving nested event loops: KAuth would take an interrupted polkit check for an answer.
[[noreturn]] void exitNow();

/// Exits when KAuth's idle timer expires, but not while a request is arriving, and when KAuth would wait forever.
///
/// KAuth processes events between receiving a request and asking polkit (DBusHelperProxy::performAction). If its timer
/// quits the application there, the loop that waits for polkit ends at once, and KAuth takes that for an answer.
///
/// Where polkit answers with an error, as for an unknown action or a disconnected caller, polkit-qt never notifies KAuth,
/// which then answers "busy" forever. So an unknown action ends the helper at once, and any other check after a
/// timeout; the next request restarts it. No verb is running then, because verbs open no event loop.
class IdleExit : public QObject
{
    Q_OBJECT
public:
    /// Listens to `timer` in place of KAuth. `proxy` is KAuth's object on the bus, which signals actions.
    IdleExit(QTimer *timer, QObject *proxy, QObject *parent);

    /// For the responder that has KAuth's timer as a property. Does nothing if KAuth differs from KAuth 6.
    static void install(QObject *responder);

private Q_SLOTS:
    void onRemoteSignal(int type, const QString &action);

private:
    void onIdle();

    QTimer m_actionTimeout;
    bool m_actionRunning = false;
    bool m_signalReceived = false;
};

}
