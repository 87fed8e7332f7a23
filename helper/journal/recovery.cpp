// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "recovery.h"

#include "helper/worker/blockedfunctions.h"
#include "helper/worker/stepcall.h"

#include "core/operation/verification.h"

#include <KLocalizedString>

#include <algorithm>
#include <thread>

namespace helper
{

namespace
{
core::Error interrupted()
{
    return {i18nc("@info", "An earlier change was interrupted."),
            i18nc("@info", "The program that made it, or the computer, stopped before it was complete."),
            i18nc("@info", "What had been done was taken back. Start the change again if you still want it.")};
}

core::Error stillWaits(const ProcessId &child)
{
    return {i18nc("@info", "An earlier change still waits for the kernel."),
            i18nc("@info %1 is a process number", "Process %1 waits for a driver to let the device go and cannot be ended.", QString::number(child.pid)),
            i18nc("@info", "End the programs that use the device. If none does, only restarting the computer helps. Other devices can be used as before.")};
}

core::Error notResolved()
{
    return {i18nc("@info", "An earlier change to this device was interrupted and is not resolved."),
            i18nc("@info", "The program that made it stopped before it was complete, or the device could not be given back yet."),
            i18nc("@info", "Run “turnout recover” first.")};
}

QList<core::PciAddress> functionsOf(const Transaction &transaction)
{
    QList<core::PciAddress> functions{transaction.gpu};
    for (const core::Step &step : transaction.steps) {
        if (!functions.contains(step.address))
            functions.append(step.address);
    }
    return functions;
}

Recovered recovered(const Transaction &transaction)
{
    return {.verb = transaction.verb, .gpu = transaction.gpu, .functions = functionsOf(transaction), .result = {}, .waiting = {}};
}

/// A child whose helper died before it let the child go on ends by itself at once; it only has to be given the time.
bool stillRuns(const ProcessId &child, std::chrono::milliseconds timeout)
{
    const auto end = std::chrono::steady_clock::now() + timeout;
    while (isRunning(child)) {
        if (std::chrono::steady_clock::now() >= end)
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

bool isComplete(const HelperContext &context, const Transaction &transaction)
{
    if (transaction.undoing || transaction.done != transaction.steps.size())
        return false;
    return std::ranges::all_of(core::expectedEnd(transaction.steps), [&context](const core::Step &step) {
        const auto now = readSetting(context, step);
        return now && core::meets(core::settingOf(step.action), step.expected, *now);
    });
}

ExecutionResult resolve(const HelperContext &context, JournalFile &journal, const ProgressCall &progress)
{
    if (journal.transaction().bootId != currentBootId()) {
        [[maybe_unused]] const auto closed = journal.append(event::closed(EndState::Unchanged));
        return {.endState = EndState::Unchanged, .blocked = false, .held = false, .at = {}, .error = interrupted()};
    }
    if (isComplete(context, journal.transaction())) {
        [[maybe_unused]] const auto closed = journal.append(event::closed(EndState::Goal));
        return {.endState = EndState::Goal, .blocked = false, .held = false, .at = {}, .error = {}};
    }
    return Executor(context, progress).takeBack(journal, interrupted());
}

void mark(const HelperContext &context, const QList<core::PciAddress> &functions)
{
    [[maybe_unused]] const bool marked = BlockedFunctions(context.runtime).set(functions);
}

/// What is taken back is marked before it is touched: another process, which looks meanwhile, would wait along.
ProgressCall marking(const HelperContext &context, const ProgressCall &progress)
{
    return [&context, progress](qsizetype number, const core::Step &step, core::Progress::State state) {
        if (state == core::Progress::State::Undoing) {
            [[maybe_unused]] const bool marked = BlockedFunctions(context.runtime).add(step.address);
        }
        progress(number, step, state);
    };
}

/// Changes of which a call still runs are marked at once, before anybody looks at the machine.
Recovery look(const HelperContext &context, const Journal::Unfinished &found)
{
    Recovery recovery{.changes = {}, .damaged = found.damaged};
    recovery.changes.resize(qsizetype(found.files.size())); // append() makes GCC 14 say, at -O3, that a `waiting` is read that is not there
    for (qsizetype i = 0; i < recovery.changes.size(); ++i) {
        const Transaction &transaction = found.files[size_t(i)].transaction();
        Recovered &change = recovery.changes[i];
        change = recovered(transaction);
        if (transaction.child && isRunning(*transaction.child))
            change.waiting = transaction.child;
        change.result = {.endState = EndState::Between, .blocked = change.waiting.has_value(), .held = false, .at = {}, .error = notResolved()};
    }
    mark(context, recovery.blocked());
    return recovery;
}
}

QList<core::PciAddress> Recovery::blocked() const
{
    QList<core::PciAddress> functions;
    for (const Recovered &change : changes) {
        if (change.result.blocked)
            functions += change.functions;
    }
    return functions;
}

const Recovered *Recovery::unresolved(const QList<core::PciAddress> &functions) const
{
    const auto found = std::ranges::find_if(changes, [&functions](const Recovered &change) {
        return change.result.endState == EndState::Between && std::ranges::any_of(change.functions, [&functions](const core::PciAddress &function) {
                   return functions.contains(function);
               });
    });
    return found == changes.end() ? nullptr : &*found;
}

core::Result<Recovery> survey(const HelperContext &context, Journal &journal)
{
    const auto unfinished = journal.unfinished(Journal::Damaged::Leave); // whoever recovers has to hear of it
    return unfinished ? core::Result<Recovery>(look(context, *unfinished)) : unfinished.error();
}

core::Result<Recovery> recover(const HelperContext &context, Journal &journal, const ProgressCall &progress)
{
    auto unfinished = journal.unfinished();
    if (!unfinished)
        return unfinished.error();
    Journal::Unfinished found = std::move(unfinished).value();
    Recovery recovery = look(context, found);
    for (Recovered &change : recovery.changes) {
        const std::optional<ProcessId> child = change.waiting;
        if (child && stillRuns(*child, context.slow)) {
            change.result.error = stillWaits(*child);
        } else {
            change.waiting = std::nullopt;
            change.result.blocked = false;
        }
    }
    mark(context, recovery.blocked());
    for (size_t i = 0; i < found.files.size(); ++i) {
        Recovered &change = recovery.changes[qsizetype(i)];
        if (change.waiting)
            continue;
        change.result = resolve(context, found.files[i], marking(context, progress));
        mark(context, recovery.blocked());
    }
    return recovery;
}

}
