// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "serve.h"

#include "helper/journal/results.h"
#include "helper/lines.h"
#include "helper/order.h"
#include "verbs.h"

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
constexpr auto orderTimeout = 10s;
constexpr unsigned longestInspection = 20; // seconds

core::Reply refused(const QString &nonce, const core::Error &error)
{
    return {.nonce = nonce, .outcome = core::Outcome::Refused, .error = error, .plan = {}, .report = {}};
}

/// Every user may ask for an inspection, and can open files without end to make it long. It changes nothing, so it may stop
/// anywhere; not as a failure, because that would start a recovery without a password.
void limitTime()
{
    std::signal(SIGALRM, [](int) {
        ::_exit(0);
    });
    ::alarm(longestInspection);
}

/// Stores the reply first, so that a client learns it although the service is gone.
core::Reply carryOut(const Order &order, const Verbs::Progress &progress, const HelperContext &context, const AuditCall &audit)
{
    if (order.verb == core::Verb::Inspect) {
        limitTime();
        return Verbs(context, progress, audit).run(order.verb, order.arguments, order.uid);
    }
    const QString nonce = order.arguments.value(u"nonce"_s).toString();
    const auto file = Results(context.runtime).open(order.uid, nonce);
    if (!file)
        return refused(nonce, file.error());
    const core::Reply reply = Verbs(context, progress, audit, file->name()).run(order.verb, order.arguments, order.uid);
    file->write(reply);
    return reply;
}
}

int serve(int socket, const HelperContext &context, const AuditCall &audit)
{
    const auto received = LineReader(socket, longestOrder).next(orderTimeout);
    const auto order = received ? decodeOrder(*received) : std::nullopt;
    if (!order) {
        audit(u"worker: malformed order"_s);
        return 1;
    }
    const auto relay = [socket](const core::Progress &progress) {
        [[maybe_unused]] const bool sent = sendLine(socket, encodeProgress(progress)); // the service may be gone
    };
    [[maybe_unused]] const bool sent = sendLine(socket, encodeReply(carryOut(*order, relay, context, audit)));
    return 0;
}

}
