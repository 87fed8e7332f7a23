// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "callprocess.h"
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

    /// Whether it must be made by a CallProcess.
    bool mayBlock() const
    {
        return m_mayBlock;
    }

    /// Makes a call that cannot block.
    CallOutcome run() const;
    /// Call once. `onSlow` runs when the call exceeds context.slowCall.
    CallOutcome runIn(CallProcess &process, const HelperContext &context, const std::function<void()> &onSlow) const;

private:
    StepCall(std::optional<OpenWritable> file, QByteArray module, bool mayBlock)
        : m_file(std::move(file))
        , m_module(std::move(module))
        , m_mayBlock(mayBlock)
    {
    }

    std::optional<OpenWritable> m_file; ///< none: it loads a module
    QByteArray m_module;
    bool m_mayBlock;
};

/// Explains an outcome other than success.
core::Error callError(const HelperContext &context, const core::Step &step, const CallOutcome &outcome);

}
