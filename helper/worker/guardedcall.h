// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/journal/processid.h"

#include "core/result.h"
#include "host/sysfs/directory.h"

#include <chrono>
#include <functional>

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

/// Makes a call that may never return in a child process. The child waits for start(), so that the journal can name it
/// first; it exits without calling if this object is destroyed or the helper dies before.
class GuardedCall
{
public:
    /// `call` returns 0 or an errno up to 255 and must not allocate. `keep` is the only descriptor it needs, or -1; the
    /// child closes all others, so that it keeps neither the lock nor the bus name while it waits.
    static core::Result<GuardedCall> prepare(const std::function<int()> &call, int keep);

    GuardedCall(GuardedCall &&other) noexcept = default;
    GuardedCall &operator=(GuardedCall &&other) = delete;
    ~GuardedCall();

    const ProcessId &child() const
    {
        return m_child;
    }

    void start();
    /// Call after start(), and again after Blocked, which means that the child did not exit within `timeout`.
    CallOutcome wait(std::chrono::milliseconds timeout);

private:
    GuardedCall(ProcessId child, host::FileDescriptor gate)
        : m_child(std::move(child))
        , m_gate(std::move(gate))
    {
    }

    ProcessId m_child;
    host::FileDescriptor m_gate;
};

}
