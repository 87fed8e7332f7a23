// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/journal/journal.h"
#include "helpercontext.h"

#include "core/operation/request.h"

namespace helper
{

/// How far a change has come, for whoever watches: what is done to which step, of the plan or of those taken back.
using ProgressCall = std::function<void(qsizetype number, const core::Step &step, core::Progress::State state)>;

/// Where a change ended, and why it ended there.
struct ExecutionResult {
    EndState endState = EndState::Unchanged;
    bool blocked = false; ///< a call into the kernel did not return; the journal stays open
    bool held = false; ///< somebody uses what would have to be taken back; nothing was, and the journal stays open
    std::optional<core::Step> at; ///< the step that failed or blocked
    std::optional<core::Error> error; ///< none only with Reached::Goal
};

/// Carries the steps of a journal out, or takes them back; each write stands in the journal before it happens, and
/// counts only when it was read back.
class Executor
{
public:
    explicit Executor(const HelperContext &context, ProgressCall progress)
        : m_context(context)
        , m_progress(std::move(progress))
    {
    }

    /// All steps, from the first; on a failure takes back what was begun.
    ExecutionResult carryOut(JournalFile &journal) const;

    /// Takes back what was begun, wherever it stands now. What is already as it was is left alone, so that this may
    /// itself be interrupted and begun again. The journal stays open while another try can change something.
    ExecutionResult takeBack(JournalFile &journal, const core::Error &why) const;

private:
    struct Stop {
        core::Error error;
        bool blocked = false;
    };
    struct Records {
        std::function<QJsonObject(const std::optional<ProcessId> &child)> began;
        QJsonObject done;
        bool optional; ///< of taking back: go on where they cannot be written
        qsizetype number;
    };

    /// Nothing when the fact is as the step expects it, read back.
    std::optional<Stop> perform(JournalFile &journal, const core::Step &step, const Records &records) const;
    std::optional<Stop> forward(JournalFile &journal, qsizetype number) const;
    std::optional<Stop> back(JournalFile &journal, const core::Step &step, qsizetype number, qsizetype shown) const;

    const HelperContext &m_context;
    ProgressCall m_progress;
};

}
