// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "guardedcall.h"
#include "helpercontext.h"

#include "core/operation/step.h"

namespace helper
{

/// The current value of the setting that a step changes.
core::Result<QString> readSetting(const HelperContext &context, const core::Step &step);

/// The call into the kernel that carries out a step. prepare() reports everything that can fail before it.
class StepCall
{
public:
    static core::Result<StepCall> prepare(const HelperContext &context, const core::Step &step);

    /// Makes the call where it may block.
    std::optional<ProcessId> child() const
    {
        return m_guarded ? std::optional(m_guarded->child()) : std::nullopt;
    }

    /// Call once. `onSlow` runs when the call exceeds context.slowCall.
    CallOutcome run(const HelperContext &context, const std::function<void()> &onSlow);

private:
    StepCall(std::optional<OpenWritable> file, std::optional<GuardedCall> guarded)
        : m_file(std::move(file))
        , m_guarded(std::move(guarded))
    {
    }

    std::optional<OpenWritable> m_file;
    std::optional<GuardedCall> m_guarded; ///< none: the write cannot block, so this process makes it
};

/// Explains an outcome other than success.
core::Error callError(const HelperContext &context, const core::Step &step, const CallOutcome &outcome);

}
