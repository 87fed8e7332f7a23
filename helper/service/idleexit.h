// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace helper
{

/// The user ID of the program whose action is running. 0 is root, or a program that left the bus before polkit was asked, which polkit
/// does not authorize.
qint64 callerUid();

/// Exits without leaving nested event loops: KAuth would take an interrupted polkit check for an answer.
[[noreturn]] void exitNow();

/// Exits when KAuth's idle timer expires, but not while a request is arriving, and when KAuth would wait in vain.
///
/// KAuth processes events between receiving a request and asking polkit (DBusHelperProxy::performAction). If its timer
/// quits the application there, the loop that waits for polkit ends at once, and KAuth takes that for an answer.
///
/// Where polkit answers with an error, as for an unknown action or a caller that has left, polkit-qt never notifies KAuth, which
/// then answers "busy" forever. So the process exits on an unknown action, when the caller leaves the bus, and when a check takes
/// too long; the next request restarts it. No verb is running then, because verbs open no event loop.
class IdleExit : public QObject
{
    Q_OBJECT
public:
    /// Takes the place of KAuth's timer. Ends the process where this version of KAuth differs from what is described above,
    /// because its answers could not be trusted.
    static void install(QObject *responder);

private Q_SLOTS:
    void onRemoteSignal(int type, const QString &action);
    void onNameOwnerChanged(const QString &name, const QString &before, const QString &after);

private:
    IdleExit(QTimer *timer, QObject *proxy, QObject *responder);
    bool isAction(const QString &action) const;
    void onIdle();

    QObject *m_responder;
    QTimer m_actionTimeout;
    bool m_actionRunning = false;
    bool m_signalReceived = false;
};

}
