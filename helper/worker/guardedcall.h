// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "process.h"

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
        Died, ///< the child was killed before it could say anything
        Blocked, ///< it still waits in the kernel; only that, or a reboot, can end it
    };
    Kind kind = Kind::Finished;
    int error = 0; ///< of Finished: 0, or the errno

    bool operator==(const CallOutcome &) const = default;
};

/// A call that may never return, in a child process of its own. The child waits at a gate until start(), so that the
/// journal can name it before anything happens; when this is destroyed before, or the helper dies, it ends without
/// having called.
class GuardedCall
{
public:
    /// `call` gives 0 or an errno up to 255 and must not allocate; `keep` is the one descriptor it needs, or -1. All
    /// others are closed in the child, so that it holds neither the lock nor a place on the bus while it waits.
    static core::Result<GuardedCall> prepare(const std::function<int()> &call, int keep);

    GuardedCall(GuardedCall &&other) noexcept = default;
    GuardedCall &operator=(GuardedCall &&other) = delete;
    ~GuardedCall();

    const ProcessId &child() const
    {
        return m_child;
    }

    /// Opens the gate.
    void start();
    /// After start(). Blocked when it has not ended within `patience`; then it can be waited for again.
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
