// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "recovery.h"

#include "helper/logging.h"
#include "results.h"
#include "helper/worker/blockedfunctions.h"
#include "helper/worker/stepcall.h"
#include "helper/worker/sysfswriter.h"

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
            i18nc("@info", "The program that made it stopped before the change was complete."),
            i18nc("@info", "Start the change again if you still want it.")};
}

core::Error stillBlocked(const ProcessId &child)
{
    return {i18nc("@info", "An earlier change is still waiting for the kernel."),
            i18nc("@info %1 is a process number", "Process %1 waits for a driver to release the device and cannot be ended.", QString::number(child.pid)),
            i18nc("@info", "Close the programs that use the device, or restart the computer. You can use other devices as before.")};
}

core::Error notResolved()
{
    return {i18nc("@info", "An earlier change to this device was interrupted and is not resolved."),
            i18nc("@info", "The program that made it stopped before the change was complete, or the device could not be returned to the host yet."),
            i18nc("@info", "Run “turnout recover” first.")};
}

/// A child whose helper died before start() ends by itself, but needs a moment.
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

/// The first function that has a different card than when the change began. One that is gone has none.
std::optional<core::PciAddress> replacedCard(const HelperContext &context, const Transaction &transaction)
{
    for (const auto &[address, ids] : transaction.cards.asKeyValueRange()) {
        const auto now = SysfsWriter(context.root).cardIds(address);
        if (now && *now != ids)
            return address;
    }
    return std::nullopt;
}

core::Error cardReplaced(const core::PciAddress &address)
{
    return {i18nc("@info %1 is a PCI address", "An earlier change was interrupted, and %1 is a different card now.", address.toShortString()),
            i18nc("@info", "Its steps concern the earlier card, so they were not undone."),
            i18nc("@info", "Check the driver of the new card.")};
}

ExecutionResult resolve(const HelperContext &context, JournalFile &journal, const ProgressCall &progress)
{
    if (const auto replaced = replacedCard(context, journal.transaction())) {
        ExecutionResult result = Executor::close(journal, EndState::Between);
        if (result.error.what.isEmpty())
            result.error = cardReplaced(*replaced);
        return result;
    }
    if (isComplete(context, journal.transaction()))
        return Executor::close(journal, EndState::Goal);
    return Executor(context, progress).undo(journal, interrupted());
}

/// For the client of a process that was killed before it replied.
void completeResult(const HelperContext &context, const Transaction &transaction, const ExecutionResult &result)
{
    const core::Outcome outcome = outcomeOf(result);
    Results(context.runtime).complete(transaction.result, outcome, outcome == core::Outcome::Done ? core::Error() : result.error);
}

void publishBlocked(const HelperContext &context, const Recovery &recovery)
{
    if (!BlockedFunctions(context.runtime).set(recovery.blocked()))
        qCWarning(TURNOUT_HELPER) << "blocked functions not published below" << context.runtime;
}

/// Publishes changes with a running call as blocked at once, before anything reads the machine.
Recovery recoveryOf(const HelperContext &context, const Journal::Unfinished &unfinished)
{
    Recovery recovery;
    recovery.damaged = unfinished.damaged;
    recovery.changes.resize(qsizetype(unfinished.files.size()));
    for (qsizetype i = 0; i < recovery.changes.size(); ++i) {
        const Transaction &transaction = unfinished.files[size_t(i)].transaction();
        RecoveredChange &change = recovery.changes[i];
        change.verb = transaction.verb;
        change.gpu = transaction.gpu;
        change.functions = functionsOf(transaction.gpu, transaction.steps);
        if (transaction.child && isRunning(*transaction.child))
            change.blockedPid = transaction.child->pid;
        change.result.endState = EndState::Between;
        change.result.blocked = change.blockedPid != 0;
        change.result.error = notResolved();
        qCDebug(TURNOUT_HELPER) << "unfinished:" << core::toKeyword(change.verb) << change.gpu.toString() << "begun" << transaction.begun << "of"
                                << transaction.steps.size() << "blocked" << change.result.blocked;
    }
    publishBlocked(context, recovery);
    return recovery;
}
}

QList<core::PciAddress> Recovery::blocked() const
{
    QList<core::PciAddress> functions;
    for (const RecoveredChange &change : changes) {
        if (change.result.blocked)
            functions += change.functions;
    }
    return functions;
}

const RecoveredChange *Recovery::unresolved(const QList<core::PciAddress> &functions) const
{
    const auto found = std::ranges::find_if(changes, [&functions](const RecoveredChange &change) {
        return change.result.endState == EndState::Between && std::ranges::any_of(change.functions, [&functions](const core::PciAddress &function) {
                   return functions.contains(function);
               });
    });
    return found == changes.end() ? nullptr : &*found;
}

core::Result<Recovery> survey(const HelperContext &context, Journal &journal)
{
    const auto unfinished = journal.unfinished(Journal::Purpose::Survey); // recover() has to report the damaged ones
    return unfinished ? core::Result<Recovery>(recoveryOf(context, *unfinished)) : unfinished.error();
}

core::Result<Recovery> recover(const HelperContext &context, Journal &journal, const ProgressCall &progress)
{
    auto read = journal.unfinished();
    if (!read)
        return read.error();
    Journal::Unfinished unfinished = std::move(read).value();
    Recovery recovery = recoveryOf(context, unfinished);
    for (size_t i = 0; i < unfinished.files.size(); ++i) {
        RecoveredChange &change = recovery.changes[qsizetype(i)];
        const std::optional<ProcessId> &child = unfinished.files[i].transaction().child;
        if (change.blockedPid != 0 && stillRuns(*child, context.slowCall)) {
            change.result.error = stillBlocked(*child);
            completeResult(context, unfinished.files[i].transaction(), change.result);
        } else {
            change.blockedPid = 0;
            change.result.blocked = false;
        }
    }
    publishBlocked(context, recovery);
    if (unfinished.lastClosed)
        completeResult(context, *unfinished.lastClosed, {.endState = *unfinished.lastClosed->closed, .blocked = false, .inUse = false, .failedStep = {}, .error = interrupted()});
    for (size_t i = 0; i < unfinished.files.size(); ++i) {
        RecoveredChange &change = recovery.changes[qsizetype(i)];
        if (change.blockedPid != 0)
            continue;
        change.result = resolve(context, unfinished.files[i], progress);
        completeResult(context, unfinished.files[i].transaction(), change.result);
        qCDebug(TURNOUT_HELPER) << "recovered:" << core::toKeyword(change.verb) << change.gpu.toString() << toKeyword(change.result.endState);
        publishBlocked(context, recovery);
    }
    return recovery;
}

}
