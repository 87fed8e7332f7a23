// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/journal/journal.h"
#include "callprocess.h"
#include "helpercontext.h"

#include "core/operation/request.h"

namespace helper
{

/// Reports progress. `number` is the index of `step` in the plan, or in core::undo() of the steps that began.
using ProgressCall = std::function<void(qsizetype number, const core::Step &step, core::Progress::State state)>;

/// Where a change ended, and why.
struct ExecutionResult {
    EndState endState = EndState::Unchanged;
    bool blocked = false; ///< a call into the kernel did not return; the journal stays open
    bool inUse = false; ///< nothing was undone because the device is in use; the journal stays open
    std::optional<core::Step> failedStep; ///< or the one that blocked
    core::Error error; ///< empty only with EndState::Goal
};

/// As a reply reports it.
core::Outcome outcomeOf(const ExecutionResult &result);

/// Carries out or undoes the steps of a journal. Records each step before its write, and reads it back afterwards.
class Executor
{
public:
    explicit Executor(const HelperContext &context, ProgressCall progress)
        : m_context(context)
        , m_progress(std::move(progress))
    {
    }

    /// Carries out all steps. On a failure, undoes those that began.
    ExecutionResult carryOut(JournalFile &journal) const;

    /// Undoes the steps that began. Skips settings that are restored already, so it can be interrupted and repeated. The
    /// journal stays open while repeating it may help.
    ExecutionResult undo(JournalFile &journal, const core::Error &why) const;

    /// Writes the last record. Where it cannot be written the change is not over: Between, with the error.
    static ExecutionResult close(JournalFile &journal, EndState endState);

private:
    struct Stop {
        core::Error error;
        bool blocked = false;
    };
    struct StepRecords {
        std::function<QJsonObject(const std::optional<ProcessId> &child)> began;
        QJsonObject done;
        bool isUndo; ///< continue where they cannot be written
        qsizetype number; ///< for progress
    };

    /// Starts the process on its first use.
    core::Result<CallProcess *> callProcess() const;
    /// Nothing when the setting was read back as the step expects.
    std::optional<Stop> perform(JournalFile &journal, const core::Step &step, const StepRecords &records) const;
    std::optional<Stop> doStep(JournalFile &journal, qsizetype number) const;
    std::optional<Stop> undoStep(JournalFile &journal, const core::Step &step, qsizetype number, qsizetype shownNumber) const;

    const HelperContext &m_context;
    ProgressCall m_progress;
    mutable std::optional<CallProcess> m_callProcess;
};

}
