// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>
#include <QVariantMap>

namespace app::operation
{

/// The answer to a request, with the reply unparsed.
struct Delivery {
    enum class State : quint8 {
        Answered, ///< maybe for the request of another program: see the nonce in `reply`
        Denied, ///< by polkit or the user; nothing ran
        NoHelper, ///< not installed, or it does not start; nothing ran
        NoSuchAction, ///< the helper has another version; nothing ran
        Busy, ///< the helper is working for another program; nothing ran
        TimedOut, ///< no answer; the helper may still be at work
        Lost, ///< the connection broke; the helper may have done anything
    };
    State state = State::Lost;
    QVariantMap reply;
    QString detail; ///< the system's own message about a failure; may be empty

    bool operator==(const Delivery &) const = default;
};

/// Carries one request to the helper, and its reports back. Tests replace it.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// One request at a time. `action` is without the helper's id, as core::actionOf() gives it.
    virtual void send(const QString &action, const QVariantMap &arguments) = 0;

Q_SIGNALS:
    /// Of any program's request: progress is broadcast on the bus.
    void progressed(const QVariantMap &progress);
    /// Once for each send(), never from within it.
    void delivered(const app::operation::Delivery &delivery);
};

}
