// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "callprocess.h"

#include "helper/files.h"
#include "helper/lines.h"

#include <KLocalizedString>

#include <array>
#include <cerrno>
#include <cstring>

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace helper
{

namespace
{
constexpr char writeFile = 'w';
constexpr char loadModule = 'l';
constexpr size_t longestPayload = 4096; // a sysfs attribute is at most a page

/// A request with room for one descriptor.
class Message
{
public:
    Message()
    {
        m_header.msg_iov = m_parts.data();
        m_header.msg_iovlen = m_parts.size();
    }
    Q_DISABLE_COPY_MOVE(Message)

    msghdr *header()
    {
        return &m_header;
    }
    void setParts(char *kind, void *payload, size_t size)
    {
        m_parts = {iovec{kind, 1}, iovec{payload, size}};
    }
    void makeRoomForDescriptor()
    {
        m_header.msg_control = m_control.data();
        m_header.msg_controllen = m_control.size();
    }
    void setDescriptor(int fd)
    {
        makeRoomForDescriptor();
        cmsghdr *control = CMSG_FIRSTHDR(&m_header);
        control->cmsg_level = SOL_SOCKET;
        control->cmsg_type = SCM_RIGHTS;
        control->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(control), &fd, sizeof(int));
    }
    host::FileDescriptor takeDescriptor()
    {
        int fd = -1;
        const cmsghdr *control = CMSG_FIRSTHDR(&m_header);
        if (control && control->cmsg_type == SCM_RIGHTS)
            std::memcpy(&fd, CMSG_DATA(control), sizeof(int));
        return host::FileDescriptor(fd);
    }

private:
    msghdr m_header{};
    std::array<iovec, 2> m_parts{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> m_control{};
};

/// EIO for a short write, because the kernel takes a value whole or not at all.
int writeOnce(const WriteCall &write, int fd, const char *value, size_t size)
{
    const ssize_t written = write(fd, value, size);
    return written < 0 ? errno : size_t(written) == size ? 0 : EIO;
}

/// One request: makes its call and sends the result. False at the end of the requests.
bool serveOne(int socket, const WriteCall &write, const LoadCall &load)
{
    char kind = 0;
    std::array<char, longestPayload + 1> payload{};
    Message message;
    message.setParts(&kind, payload.data(), longestPayload);
    message.makeRoomForDescriptor();
    ssize_t size = 0;
    do {
        size = ::recvmsg(socket, message.header(), MSG_CMSG_CLOEXEC);
    } while (size < 0 && errno == EINTR);
    if (size <= 0)
        return false;
    const host::FileDescriptor file = message.takeDescriptor();
    const int error = kind == loadModule ? load(payload.data()) : writeOnce(write, file.get(), payload.data(), size_t(size) - 1);
    return ::send(socket, &error, sizeof(error), MSG_NOSIGNAL) == sizeof(error);
}

[[noreturn]] void runChild(int socket, const WriteCall &write, const LoadCall &load)
{
    ::prctl(PR_SET_NAME, "turnout-kernel"); // for ps
    ::setsid();
    ::close_range(STDERR_FILENO + 1, unsigned(socket) - 1, 0);
    ::close_range(unsigned(socket) + 1, ~0U, 0);
    while (serveOne(socket, write, load)) { }
    ::_exit(0);
}

core::Error noChild(int error)
{
    return {i18nc("@info", "The process for calls into the kernel could not be started, so nothing was changed."),
            systemReason(error),
            i18nc("@info", "Close some programs, then try again.")};
}
}

core::Result<CallProcess> CallProcess::start(const WriteCall &write, const LoadCall &load)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return noChild(errno);
    const host::FileDescriptor childEnd(ends[0]);
    host::FileDescriptor socket(ends[1]);
    const pid_t pid = ::fork();
    if (pid < 0)
        return noChild(errno);
    if (pid == 0)
        runChild(childEnd.get(), write, load);
    return CallProcess(processWithPid(pid).value_or(ProcessId{pid, 0}), std::move(socket));
}

/// Does not wait for the child, which does nothing any more; isRunning() and the end of this process reap it.
CallProcess::~CallProcess() = default;

void CallProcess::begin(char kind, const QByteArray &payload, int fd)
{
    QByteArray copy = payload; // sendmsg() takes no const pointer
    Message message;
    message.setParts(&kind, copy.data(), size_t(copy.size()));
    if (fd >= 0)
        message.setDescriptor(fd);
    // wait() reports a child that was killed meanwhile.
    [[maybe_unused]] const ssize_t sent = ::sendmsg(m_socket.get(), message.header(), MSG_NOSIGNAL);
}

void CallProcess::beginWrite(int fd, const QByteArray &value)
{
    begin(writeFile, value, fd);
}

void CallProcess::beginLoad(const QByteArray &module)
{
    begin(loadModule, module, -1);
}

CallOutcome CallProcess::wait(std::chrono::milliseconds timeout)
{
    using Kind = CallOutcome::Kind;
    if (!waitForInput(m_socket.get(), std::chrono::steady_clock::now() + timeout))
        return {Kind::Blocked, 0};
    int error = 0;
    return ::recv(m_socket.get(), &error, sizeof(error), 0) == sizeof(error) ? CallOutcome{Kind::Finished, error} : CallOutcome{Kind::Died, 0};
}

}
