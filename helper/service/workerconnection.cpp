// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "workerconnection.h"

#include "helper/files.h"
#include "helper/journal/results.h"
#include "helper/lines.h"

#include <KLocalizedString>
#include <QFile>

#include <cerrno>
#include <cstring>

#include <sys/socket.h>
#include <sys/un.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
/// Without any answer. An initramfs is built in minutes; an inspection is limited by the worker, unless the kernel blocks it.
std::chrono::milliseconds answerTimeout(core::Verb verb)
{
    return verb == core::Verb::Inspect ? longestInspection + 5s : std::chrono::milliseconds(20min);
}

core::Error noWorker(int error)
{
    return {i18nc("@info", "The part of the helper that makes changes could not be started, so nothing was changed."),
            systemReason(error),
            i18nc("@info", "Run “systemctl status turnout-worker.socket” to see the cause. Reinstall Turnout if the unit is missing.")};
}

core::Error workerLost()
{
    return {i18nc("@info", "The part of the helper that makes changes ended before it replied."),
            i18nc("@info", "It stored no result, so it probably changed nothing."),
            i18nc("@info", "Refresh and check the device. “journalctl -u 'turnout-worker@*'” shows what happened.")};
}

host::FileDescriptor connectTo(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (size_t(name.size()) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return host::FileDescriptor();
    }
    std::memcpy(address.sun_path, name.constData(), size_t(name.size()));
    host::FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.isOpen() || ::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0)
        return host::FileDescriptor();
    return socket;
}
}

core::Reply handOn(const QString &socket, const QString &runtime, const Order &order, const std::function<void(const core::Progress &)> &progress)
{
    core::Reply reply{.nonce = order.arguments.value(u"nonce"_s).toString(), .outcome = core::Outcome::Refused, .error = {}, .plan = {}, .report = {}};
    const host::FileDescriptor connection = connectTo(socket);
    if (!connection.isOpen() || !sendOrder(connection.get(), order)) {
        reply.error = noWorker(errno);
        return reply;
    }
    LineReader lines(connection.get(), longestAnswer);
    while (const auto line = lines.next(answerTimeout(order.verb))) {
        const Answer answer = decodeAnswer(*line);
        if (answer.reply)
            return *answer.reply;
        if (answer.progress)
            progress(*answer.progress);
    }
    if (order.verb != core::Verb::Inspect) {
        if (const auto stored = Results(runtime).wait(order.uid, reply.nonce, answerTimeout(order.verb)))
            return *stored;
    }
    reply.outcome = core::Outcome::Incomplete;
    reply.error = workerLost();
    return reply;
}

}
