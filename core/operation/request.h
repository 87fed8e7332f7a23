// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "plan.h"

#include <QJsonObject>
#include <QVariantMap>

namespace core
{

/// Client and helper must have the same; either refuses a different number.
inline constexpr int protocolVersion = 2;

/// A client's request to the helper, sent as the arguments of the verb's action. Intent only: no path, and no value that
/// the helper would not choose by itself.
struct Request {
    Goal goal;
    QString fingerprint; ///< of the plan that the user confirmed; empty for verbs that need none
    QString nonce; ///< repeated in the reply and in all progress, so that a client recognizes its own

    bool operator==(const Request &) const = default;
};

/// 32 hex digits, fresh for every request.
QString newNonce();

/// The helper's action for a goal, without the helper's id: the verb's keyword, and ".accepting" after it where blockers are
/// accepted, because that needs a permission of its own.
QString actionOf(const Goal &goal);

QVariantMap toArguments(const Request &request);
/// Strict, and cheap for hostile input: number, types, lengths and keywords are checked before use, and unknown arguments
/// are refused. The error names the argument, never its content.
Result<Request> requestFromArguments(Verb verb, const QVariantMap &arguments);
/// The nonce of a request that may be malformed, so that its client recognizes the reply; empty for none.
QString nonceOf(const QVariantMap &arguments);

/// The action that asks for the reply to an earlier request of the same user.
inline constexpr QLatin1StringView resultAction("result");
QVariantMap resultArguments(const QString &nonce);
/// The nonce of the earlier request. Strict.
Result<QString> nonceFromResultArguments(const QVariantMap &arguments);

/// Arguments as JSON and back: between the helper's service and its worker, and in files.
QJsonObject toJson(const QVariantMap &arguments);
QVariantMap argumentsFromJson(const QJsonObject &object);

/// The end of a request. Only a fresh scan shows the state; a client takes the reason from this.
enum class Outcome : quint8 {
    Done, ///< every step was read back, or there were none
    Refused, ///< nothing was written: the request is malformed, or the helper's plan has a blocker
    Changed, ///< nothing was written: the helper's plan is not the one that was confirmed
    Busy, ///< nothing was written: another request is running, or an earlier one on this device is unresolved
    Undone, ///< a step failed, and all steps before it were undone
    Blocked, ///< a kernel call did not return; nothing else is tried on this device
    Incomplete, ///< a step failed, and so did undoing; the error says which state was reached
};

/// done, refused, changed, busy, undone, blocked, incomplete
QString toKeyword(Outcome outcome);
std::optional<Outcome> outcomeFromKeyword(QStringView word);
/// Whether the helper did nothing.
bool ranNothing(Outcome outcome);

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

/// How far the helper has come. Broadcast on the bus, so nothing secret may be in it.
struct Progress {
    enum class State : quint8 {
        Began,
        Done, ///< and read back
        Waiting, ///< the kernel call is slow; `text` says whether a process has the device open, not which
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
