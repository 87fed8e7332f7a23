// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

class QTimer;

namespace helper
{

/// Ends the helper when nobody has asked anything for as long as KAuth's timer says, as KAuth does, but not while a
/// request is on its way in.
///
/// KAuth processes events between the arrival of a request and the question to polkit (DBusHelperProxy::performAction).
/// When its timer ends the application there, the loop that waits for polkit's answer ends at once, and the request is
/// answered as one that was denied.
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
    void heard(int type);

private:
    void leave();

    bool m_busy = false;
    bool m_heard = false;
};

}
