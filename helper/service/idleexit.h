// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

namespace helper
{

/// Ends the helper between verbs without leaving the event loops that are open: where polkit is being asked, KAuth would go
/// on with an answer that nobody gave.
[[noreturn]] void leaveAtOnce();

/// Ends the helper when KAuth would wait for ever, or when nobody has asked anything for as long as KAuth's timer says, as KAuth does, but not while a
/// request is on its way in.
///
/// KAuth processes events between the arrival of a request and the question to polkit (DBusHelperProxy::performAction).
/// When its timer ends the application there, the loop that waits for polkit's answer ends at once, and KAuth takes
/// an answer that nobody gave.
///
/// Where polkit answers with an error, as for an action that it does not know or a caller that has left the bus, polkit-qt
/// never tells KAuth, which then answers nobody else. So what is no verb ends the helper at once, and any other question
/// after a while; the next request starts it anew. No verb is under way in either case: they open no event loop.
class IdleExit : public QObject
{
    Q_OBJECT
public:
    /// Takes the place of KAuth in listening to `timer`. `proxy` is its object on the bus, which signals what begins.
    IdleExit(QTimer *timer, QObject *proxy, QObject *parent);

    /// For the responder that KAuth has given its timer. Does nothing where that looks otherwise than in KAuth 6: then
    /// KAuth's own way stays.
    static void install(QObject *responder);

private Q_SLOTS:
    void heard(int type, const QString &action);

private:
    void leave();

    QTimer m_question; ///< since polkit was asked
    bool m_busy = false;
    bool m_heard = false;
};

}
