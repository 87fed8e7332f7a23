// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "guardedcall.h"

#include "helper/files.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace helper
{

namespace
{
constexpr int firstOrdinary = STDERR_FILENO + 1;

void closeAllBut(int one, int other)
{
    const int low = std::min(one, other);
    const int high = std::max(one, other);
    int from = firstOrdinary;
    for (const int kept : {low, high}) {
        if (kept < from)
            continue;
        if (kept > from)
            ::close_range(unsigned(from), unsigned(kept - 1), 0);
        from = kept + 1;
    }
    ::close_range(unsigned(from), ~0U, 0);
}

[[noreturn]] void runChild(const std::function<int()> &call, int gate, int keep)
{
    ::prctl(PR_SET_NAME, "turnout-kernel"); // for ps
    ::setsid();
    closeAllBut(gate, keep);
    char go = 0;
    ssize_t got = 0;
    do {
        got = ::read(gate, &go, 1);
    } while (got < 0 && errno == EINTR);
    if (got != 1)
        ::_exit(ECANCELED);
    ::_exit(call());
}

core::Error noChild(int error)
{
    return {i18nc("@info", "The process for a call into the kernel could not be started, so nothing was changed."),
            systemReason(error),
            i18nc("@info", "Close some programs, then try again.")};
}
}

core::Result<GuardedCall> GuardedCall::prepare(const std::function<int()> &call, int keep)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return noChild(errno);
    host::FileDescriptor childEnd(ends[0]);
    host::FileDescriptor gate(ends[1]);
    const pid_t pid = ::fork();
    if (pid < 0)
        return noChild(errno);
    if (pid == 0)
        runChild(call, childEnd.get(), keep);
    return GuardedCall(processWithPid(pid).value_or(ProcessId{pid, 0}), std::move(gate));
}

GuardedCall::~GuardedCall()
{
    if (!m_gate.isOpen())
        return;
    m_gate = host::FileDescriptor();
    ::waitpid(pid_t(m_child.pid), nullptr, 0);
}

void GuardedCall::start()
{
    const host::FileDescriptor gate = std::exchange(m_gate, host::FileDescriptor());
    const char go = 1;
    // wait() reports a child that was killed meanwhile.
    [[maybe_unused]] const ssize_t sent = ::send(gate.get(), &go, 1, MSG_NOSIGNAL);
}

CallOutcome GuardedCall::wait(std::chrono::milliseconds timeout)
{
    using Kind = CallOutcome::Kind;
    const host::FileDescriptor process(int(::syscall(SYS_pidfd_open, m_child.pid, 0))); // glibc 2.41's header lacks extern "C"
    pollfd ended{.fd = process.get(), .events = POLLIN, .revents = 0};
    const auto end = std::chrono::steady_clock::now() + timeout;
    int ready = 0;
    do {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        ready = ::poll(&ended, 1, int(std::max<qint64>(left.count(), 0)));
    } while (ready < 0 && errno == EINTR);
    int status = 0;
    if (ready <= 0 || ::waitpid(pid_t(m_child.pid), &status, WNOHANG) != m_child.pid)
        return {Kind::Blocked, 0};
    return WIFEXITED(status) ? CallOutcome{Kind::Finished, WEXITSTATUS(status)} : CallOutcome{Kind::Died, 0};
}

}
