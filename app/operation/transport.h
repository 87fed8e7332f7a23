// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"

#include <QObject>
#include <QVariantMap>

namespace app::operation
{

/// What came back of a request, before anybody has looked into the reply.
struct Delivery {
    enum class State : quint8 {
        Answered, ///< the helper, or somebody's helper: `reply` says what
        Denied, ///< it was not allowed; nothing ran
        NoHelper, ///< it is not installed, or does not start; nothing ran
        NoSuchAction, ///< the helper is of another version; nothing ran
        Busy, ///< it is at work for somebody else; nothing ran
        TimedOut, ///< no answer; the helper may still be at work
        Lost, ///< the connection broke; the helper may have done anything
    };
    State state = State::Lost;
    QVariantMap reply;
    QString detail; ///< what the system says about a failure; may be empty

    bool operator==(const Delivery &) const = default;
};

/// Carries one request to the helper and what it says back. The seam at which tests put a helper of their own.
class Transport : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// At most one is under way.
    virtual void send(core::Verb verb, const QVariantMap &arguments) = 0;

Q_SIGNALS:
    /// Anybody's: progress is broadcast on the bus.
    void progressed(const QVariantMap &progress);
    /// Once for each send(), not from within it.
    void delivered(const app::operation::Delivery &delivery);
};

}
