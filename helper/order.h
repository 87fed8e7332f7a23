// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/request.h"

#include <chrono>

namespace helper
{

/// What the service hands on, after polkit authorized it.
struct Order {
    core::Verb verb = core::Verb::Inspect;
    qint64 uid = 0; ///< of the caller
    QVariantMap arguments;
};

/// Lines between service and worker: an order one way, any number of progress lines and one reply the other.
bool sendOrder(int socket, const Order &order);
/// Strict.
std::optional<Order> decodeOrder(const QByteArray &line);

/// A line of the worker.
struct Answer {
    std::optional<core::Progress> progress;
    std::optional<core::Reply> reply;
};
QByteArray encodeProgress(const core::Progress &progress);
QByteArray encodeReply(const core::Reply &reply);
Answer decodeAnswer(const QByteArray &line);

inline constexpr std::chrono::seconds longestInspection{20};

inline constexpr qsizetype longestOrder = 64 * 1024; ///< bytes
inline constexpr qsizetype longestAnswer = 16 * 1024 * 1024;

}
