// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "plan.h"

#include <QVariantMap>

namespace core
{

/// What client and helper must agree on; either refuses another number than its own.
inline constexpr int protocolVersion = 1;

/// What a client asks of the helper, as the arguments of the verb's action. Intent only: no path, and no value of a
/// file that the helper would not choose by itself.
struct Request {
    Goal goal;
    QString fingerprint; ///< of the plan that the user has seen; empty for verbs without one (needsFingerprint)
    QString nonce; ///< comes back in the reply and in all progress, so that nobody takes another client's for his own

    bool operator==(const Request &) const = default;
};

/// 32 hex digits, fresh for every request.
QString newNonce();

QVariantMap toArguments(const Request &request);
/// Strict, and cheap for whatever comes: number of arguments, their types, lengths and words are looked at before
/// anything is made of them; unknown arguments are refused. The error names the argument, never its content.
Result<Request> requestFromArguments(Verb verb, const QVariantMap &arguments);

/// What became of a request. Only a fresh look at the machine is truth: a client takes this for the reason, not for
/// the state.
enum class Outcome : quint8 {
    Done, ///< every step was read back; also where there was nothing to do
    Refused, ///< nothing was written: the request is malformed, or the helper's plan has a blocker
    Changed, ///< nothing was written: the helper's plan is another one than was shown
    Busy, ///< nothing was written: another request is at work, or an earlier one on this device is not resolved
    Undone, ///< a step failed, and all that was done is taken back
    Blocked, ///< a kernel call has not come back; nothing else is tried on this device
    Incomplete, ///< a step failed, and so did taking back: the error says which state was reached
};

/// done, refused, changed, busy, undone, blocked, incomplete
QString toKeyword(Outcome outcome);
std::optional<Outcome> outcomeFromKeyword(QStringView word);

struct Reply {
    QString nonce;
    Outcome outcome = Outcome::Refused;
    Error error; ///< empty when Done
    std::optional<Plan> plan; ///< the helper's own: for Refused its findings, for Changed its steps
    QByteArray report; ///< Inspect: what it read, as JSON

    bool operator==(const Reply &) const = default;
};

QVariantMap toArguments(const Reply &reply);
Result<Reply> replyFromArguments(const QVariantMap &arguments);

/// How far the helper is. Broadcast to everybody on the bus, so nothing secret is in it.
struct Progress {
    enum class State : quint8 {
        Began,
        Done, ///< and read back
        Waiting, ///< the kernel call takes longer than it should; `text` says whether somebody holds the device, not who
        Undoing,
    };
    QString nonce;
    int step = 0; ///< index in the plan's steps, or for Undoing in undo() of those that began
    State state = State::Began;
    QString text;

    bool operator==(const Progress &) const = default;
};

QVariantMap toArguments(const Progress &progress);
Result<Progress> progressFromArguments(const QVariantMap &arguments);

}
