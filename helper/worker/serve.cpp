// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "serve.h"

#include "helper/files.h"
#include "helper/journal/results.h"
#include "helper/journal/statelock.h"
#include "helper/lines.h"
#include "helper/order.h"
#include "verbs.h"

#include <csignal>

#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
constexpr auto orderTimeout = 10s;

core::Reply replyTo(const Order &order, core::Outcome outcome, const core::Error &error)
{
    return {.nonce = order.arguments.value(u"nonce"_s).toString(), .outcome = outcome, .error = error, .plan = {}, .report = {}};
}

void sendReply(int socket, const core::Reply &reply)
{
    [[maybe_unused]] const bool sent = sendLine(socket, encodeReply(reply)); // the service may be gone
}

/// Stores the reply before it is sent, so that a client learns it although the service is gone.
void carryOut(int socket, const Order &order, const HelperContext &context, const AuditCall &audit)
{
    const auto relay = [socket](const core::Progress &progress) {
        [[maybe_unused]] const bool sent = sendLine(socket, encodeProgress(progress));
    };
    const auto file = Results(context.runtime).open(order.uid, order.arguments.value(u"nonce"_s).toString());
    if (!file) {
        sendReply(socket, replyTo(order, core::Outcome::Refused, file.error()));
        return;
    }
    const core::Reply reply = Verbs(context, relay, audit, file->name()).run(order.verb, order.arguments, order.uid);
    file->write(reply);
    if (sendLine(socket, encodeReply(reply)) && core::ranNothing(reply.outcome))
        file->remove(); // not worth keeping once it is sent
}

void inspect(int socket, const Order &order, const HelperContext &context, const AuditCall &audit)
{
    const auto directory = ownDirectory(context.runtime, readableByAll);
    const auto lock = directory ? StateLock::take(context.runtime, 0s, "inspection-lock") : core::Result<StateLock>(directory.error());
    sendReply(socket,
              lock ? Verbs(context, {}, audit).run(order.verb, order.arguments, order.uid) : replyTo(order, core::Outcome::Busy, lock.error()));
}

/// Every user may ask for an inspection, and can open files without end to make it long. It changes nothing, so it may end anywhere;
/// in a child, so that this process does not fail with it, which would start a recovery without a password.
void inspectInChild(int socket, const Order &order, const HelperContext &context, const AuditCall &audit)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        inspect(socket, order, context, audit);
        ::_exit(0);
    }
    const host::FileDescriptor process(pid < 0 ? -1 : int(::syscall(SYS_pidfd_open, pid, 0)));
    if (pid > 0 && !waitForInput(process.get(), std::chrono::steady_clock::now() + longestInspection))
        ::kill(pid, SIGKILL);
}
}

int serve(int socket, const HelperContext &context, const AuditCall &audit)
{
    const auto received = LineReader(socket, longestOrder).next(orderTimeout);
    const auto order = received ? decodeOrder(*received) : std::nullopt;
    if (!order)
        audit(u"worker: malformed order"_s);
    else if (order->verb == core::Verb::Inspect)
        inspectInChild(socket, *order, context, audit);
    else
        carryOut(socket, *order, context, audit);
    return 0; // a failure would start a recovery
}

}
