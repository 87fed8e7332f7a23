// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/journal/processid.h"
#include "helpercontext.h"

#include "core/result.h"
#include "host/sysfs/directory.h"

#include <chrono>

namespace helper
{

/// How a call into the kernel went.
struct CallOutcome {
    enum class Kind : quint8 {
        Finished,
        Died, ///< the child was killed
        Blocked, ///< the child still waits in the kernel, until that returns or the computer is rebooted
    };
    Kind kind = Kind::Finished;
    int error = 0; ///< of Finished: 0, or the errno

    bool operator==(const CallOutcome &) const = default;
};

/// A child process that makes calls which may never return, one at a time. The journal can name it before a call. It exits after
/// its current call once this object is destroyed, or this process dies; so after a blocked call it makes no other.
class CallProcess
{
public:
    /// The child closes all descriptors, so that it keeps neither the lock nor the service's socket while it waits.
    static core::Result<CallProcess> start(const WriteCall &write, const LoadCall &load);

    CallProcess(CallProcess &&other) noexcept = default;
    CallProcess &operator=(CallProcess &&other) = delete;
    ~CallProcess();

    const ProcessId &id() const
    {
        return m_id;
    }

    /// Makes the child write `value`, at most a page, to the open file `fd` in one call.
    void beginWrite(int fd, const QByteArray &value);
    void beginLoad(const QByteArray &module);
    /// Call after one of the above, and again after Blocked, which means that the call did not return within `timeout`.
    CallOutcome wait(std::chrono::milliseconds timeout);

private:
    CallProcess(ProcessId id, host::FileDescriptor socket)
        : m_id(id)
        , m_socket(std::move(socket))
    {
    }
    void begin(char kind, const QByteArray &payload, int fd);

    ProcessId m_id;
    host::FileDescriptor m_socket;
};

}
