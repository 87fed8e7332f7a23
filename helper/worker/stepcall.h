// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "guardedcall.h"
#include "helpercontext.h"

#include "core/operation/step.h"

namespace helper
{

/// The value of the fact a step changes, read from the machine now.
core::Result<QString> readSetting(const HelperContext &context, const core::Step &step);

/// The call into the kernel that carries a step out, made ready: all that can fail beforehand has not.
class StepCall
{
public:
    static core::Result<StepCall> prepare(const HelperContext &context, const core::Step &step);

    /// Who will make the call, where it may block.
    std::optional<ProcessId> child() const
    {
        return m_guarded ? std::optional(m_guarded->child()) : std::nullopt;
    }

    /// Once only. `slow` is called when it takes longer than most do.
    CallOutcome run(const HelperContext &context, const std::function<void()> &slow);

private:
    StepCall(std::optional<OpenWritable> file, std::optional<GuardedCall> guarded)
        : m_file(std::move(file))
        , m_guarded(std::move(guarded))
    {
    }

    std::optional<OpenWritable> m_file;
    std::optional<GuardedCall> m_guarded; ///< none: the write cannot block and is made here
};

/// What the outcome of a step's call means, where it is not success.
core::Error callError(const core::Step &step, const CallOutcome &outcome);

}
