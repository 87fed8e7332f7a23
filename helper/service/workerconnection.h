// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/order.h"

#include <functional>

namespace helper
{

/// Where turnout-worker.socket listens.
inline constexpr char workerSocket[] = "/run/turnout/worker.socket";

/// Hands an order to a new worker and relays its progress. Waits for the reply; where the connection breaks, for the result
/// that the worker or recovery stores below `runtime`.
core::Reply handOn(const QString &socket, const QString &runtime, const Order &order, const std::function<void(const core::Progress &)> &progress);

}
