// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "executor.h"

#include "blockedfunctions.h"
#include "helper/files.h"
#include "helper/logging.h"
#include "modules.h"
#include "stepcall.h"

#include "core/checks/preflight.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
QString deviceDirectory(const HelperContext &context, const core::PciAddress &address)
{
    return context.root + "/sys/bus/pci/devices/"_L1 + address.toString();
}

core::Error changedMeanwhile(const core::Step &step, const QString &found)
{
    return {i18nc("@info %1 is a PCI address", "%1 changed while Turnout was working on it.", step.address.toShortString()),
            i18nc("@info %1 is a step of a plan, %2 and %3 are values",
                  "The step “%1” expected “%2” but found “%3”.",
                  core::toKeyword(step.action),
                  step.before,
                  found),
            i18nc("@info", "Check whether another program manages this device, then review the plan again.")};
}

core::Error notAsExpected(const core::Step &step, const QString &found)
{
    const core::DeviceSetting setting = core::settingOf(step.action);
    return {
        i18nc("@info %1 is a PCI address, %2 a step of a plan",
              "%1: the kernel accepted the step “%2”, but it did not take effect.",
              step.address.toShortString(),
              core::toKeyword(step.action)),
        setting == core::DeviceSetting::Driver && found.isEmpty()
            ? i18nc("@info", "The device has no driver now, because no loaded driver accepted it.")
            : i18nc("@info %1 and %2 are values", "The value should be “%1” but is “%2”.", step.expected, found),
        i18nc("@info",
              "Check the kernel's messages (“journalctl -k”) for what the driver reports about the device, and check that the driver is loaded (“lsmod”).")};
}

/// `first` made the change fail, `then` kept it from being undone.
core::Error notUndone(const core::Error &first, const core::Error &then, bool canRetry)
{
    const QString remedy = !canRetry
        ? QString()
        : i18nc("@info", "Then run “turnout recover” to try the rest again. If that does not help, restart the computer to return the device to the host.");
    return {i18nc("@info", "The change failed, and not all of it could be undone."),
            first.what + u' ' + first.why + u' ' + i18nc("@info introduces why undoing a change failed", "Undoing it failed:") + u' ' + then.what + u' '
                + then.why,
            QString(then.remedy + u' ' + remedy).trimmed()};
}

core::Error blockedIn(const core::Step &step, const ProcessId &child)
{
    if (step.action == core::Action::LoadModule)
        return {i18nc("@info %1 is a kernel module", "The kernel module %1 is still being loaded.", step.value),
                i18nc("@info", "systemd or the kernel has not finished it in time."),
                i18nc("@info %1 is a kernel module", "Run “systemctl status modprobe@%1” to see the cause, then run “turnout recover”.", step.value)};
    return {i18nc("@info %1 is a PCI address, %2 a step of a plan",
                  "%1: the kernel does not return from the step “%2”.",
                  step.address.toShortString(),
                  core::toKeyword(step.action)),
            i18nc("@info %1 is a process number",
                  "The driver is waiting, most often for a program that still uses the device. Turnout's process %1 waits in the kernel and cannot be ended.",
                  QString::number(child.pid)),
            i18nc("@info",
                  "Close the programs that use the device, then run “turnout recover” to finish or undo the change. If no program uses it, restart the "
                  "computer. You can use other devices as before.")};
}

core::Error notMarked(const core::Step &step)
{
    return {i18nc("@info %1 is a PCI address", "%1 could not be marked as being changed, so it was not changed.", step.address.toShortString()),
            i18nc("@info", "Programs that read the machine need this mark, so that they do not wait for the kernel as well."),
            i18nc("@info", "Free up space below /run (“df -h /run”), then try again.")};
}

/// Why functions must not be unbound now, by the rules for a plan: a virtual machine or a program may have opened one since.
/// Unknown users count, too.
std::optional<core::Error> undoBlocker(const HelperContext &context, const core::PciAddress &gpu)
{
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = true, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    core::Goal goal;
    goal.verb = core::Verb::Release;
    goal.gpu = gpu;
    const QList<core::Finding> findings = core::findingsFor(*snapshot, goal, {});
    const auto blocker = std::ranges::find_if(findings, [](const core::Finding &finding) {
        const bool unknown = finding.severity == core::Severity::Caution && finding.id == "unknown-needs-permission"_L1;
        const bool gone = finding.id == "no-such-function"_L1; // other functions of the card may still exist
        return (finding.severity == core::Severity::Blocker && !gone) || unknown;
    });
    if (blocker == findings.end())
        return std::nullopt;
    qCDebug(TURNOUT_HELPER) << "undo waits:" << gpu.toString() << blocker->id << blocker->evidence;
    return core::Error{i18nc("@info %1 is a PCI address", "The change to %1 failed and waits to be undone.", gpu.toShortString()),
                       blocker->text,
                       blocker->remedy + u' ' + i18nc("@info", "Then run “turnout recover”, or restart the computer.")};
}

/// Whether the device was opened since the plan was made. Only our driver reports that instantly, so it is checked again
/// before each unbind and reset. If the device is opened after this check, an unbind waits in the kernel.
std::optional<core::Error> openedMeanwhile(const HelperContext &context, const core::Step &step)
{
    const bool interrupts = step.action == core::Action::Unbind || step.action == core::Action::Reset;
    if (!interrupts || readFile(deviceDirectory(context, step.address) + "/turnout/in_use"_L1).trimmed() != "1")
        return std::nullopt;
    return core::Error{i18nc("@info %1 is a PCI address", "%1 was opened while Turnout was working on it.", step.address.toShortString()),
                       i18nc("@info", "A virtual machine or another program uses it."),
                       i18nc("@info", "Shut down that virtual machine, then try again.")};
}

/// Whether a program or a VM has opened the device since the plan was made: its driver would wait for it in the kernel.
std::optional<core::Error> heldMeanwhile(const HelperContext &context, const core::Step &step)
{
    if (step.action != core::Action::Unbind)
        return std::nullopt;
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = true, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    const QList<core::Finding> blockers = core::unbindBlockers(*snapshot, step.address);
    if (blockers.isEmpty())
        return std::nullopt;
    return core::Error{i18nc("@info %1 is a PCI address", "%1 was opened while Turnout was working on it.", step.address.toShortString()),
                       blockers.first().text,
                       blockers.first().remedy + u' ' + i18nc("@info", "Then try again.")};
}

bool exists(const HelperContext &context, const core::PciAddress &address)
{
    return QFileInfo::exists(deviceDirectory(context, address));
}

bool startsFrom(const core::Step &step, const QString &now)
{
    const core::DeviceSetting setting = core::settingOf(step.action);
    return core::isSetByDrivers(setting) || core::meets(setting, step.before, now);
}

/// A setting that drivers change is final only after the function's last step that binds or unbinds one.
bool mayChangeAgain(const QList<core::Step> &before, const core::Step &step)
{
    return core::isSetByDrivers(core::settingOf(step.action)) && std::ranges::any_of(before, [&step](const core::Step &earlier) {
               return earlier.address == step.address && core::settingOf(earlier.action) == core::DeviceSetting::Driver;
           });
}

/// Leaves out undo steps for settings that already have their final value.
QList<core::Step> remaining(const HelperContext &context, const QList<core::Step> &steps)
{
    QList<core::Step> left;
    for (const core::Step &step : steps) {
        if (mayChangeAgain(left, step)) {
            left.append(step);
            continue;
        }
        const auto last = std::find_if(steps.rbegin(), steps.rend(), [&step](const core::Step &other) {
            return other.address == step.address && core::settingOf(other.action) == core::settingOf(step.action);
        });
        const auto now = readSetting(context, step);
        if (!now || !core::meets(core::settingOf(step.action), last->expected, *now))
            left.append(step);
    }
    return left;
}
}

core::Outcome outcomeOf(const ExecutionResult &result)
{
    if (result.blocked)
        return core::Outcome::Blocked;
    switch (result.endState) {
    case EndState::Goal:
        return core::Outcome::Done;
    case EndState::Unchanged:
        return core::Outcome::Undone;
    case EndState::Between:
        return core::Outcome::Incomplete;
    }
    Q_UNREACHABLE_RETURN(core::Outcome::Incomplete);
}

core::Result<CallProcess *> Executor::callProcess() const
{
    if (!m_callProcess) {
        auto started = CallProcess::start(m_context.write, m_context.load);
        if (!started)
            return started.error();
        m_callProcess.emplace(std::move(started).value());
    }
    return &*m_callProcess;
}

std::optional<Executor::Stop> Executor::perform(JournalFile &journal, const core::Step &step, const StepRecords &records) const
{
    if (const auto opened = openedMeanwhile(m_context, step))
        return Stop{*opened};
    auto call = StepCall::prepare(m_context, step);
    if (!call)
        return Stop{call.error()};
    CallProcess *process = nullptr;
    if (call->mayBlock()) {
        const auto started = callProcess();
        if (!started)
            return Stop{started.error()};
        process = *started;
    }
    const auto child = process ? std::optional(process->id()) : std::nullopt;
    // Before the call, because every reader of the function blocks while the call does.
    std::optional<BlockedMark> mark;
    if (process && step.action != core::Action::LoadModule)
        mark.emplace(m_context.runtime, step.address);
    if (mark && !mark->isSet() && !records.isUndo)
        return Stop{notMarked(step)};
    if (const auto written = journal.append(records.began(child)); !written && !records.isUndo)
        return Stop{written.error()};
    m_progress(records.number, step, records.isUndo ? core::Progress::State::Undoing : core::Progress::State::Began);

    const auto onSlow = [&] {
        m_progress(records.number, step, core::Progress::State::Waiting);
    };
    const CallOutcome outcome = process ? call->runIn(*process, m_context, onSlow) : call->run();
    if (outcome.kind != CallOutcome::Kind::Finished)
        m_callProcess.reset();
    qCDebug(TURNOUT_HELPER) << (records.isUndo ? "undo" : "step") << core::toKeyword(step.action) << step.address.toString() << step.value << "outcome"
                            << int(outcome.kind) << "errno" << outcome.error;
    if (outcome.kind == CallOutcome::Kind::Blocked) {
        if (mark)
            mark->keep();
        if (const auto written = journal.append(event::blocked()); !written)
            qCWarning(TURNOUT_HELPER) << written.error().text();
        return Stop{blockedIn(step, *child), true};
    }
    mark.reset();
    if (outcome != CallOutcome{})
        return Stop{callError(m_context, step, outcome)};
    const auto now = readSetting(m_context, step);
    if (!now)
        return Stop{now.error()};
    if (!core::meets(core::settingOf(step.action), step.expected, *now))
        return Stop{step.action == core::Action::LoadModule ? moduleNotLoaded(m_context, step.value) : notAsExpected(step, *now)};
    const auto written = journal.append(records.done);
    return written || records.isUndo ? std::nullopt : std::optional(Stop{written.error()});
}

std::optional<Executor::Stop> Executor::doStep(JournalFile &journal, qsizetype number) const
{
    const core::Step step = journal.transaction().steps[number];
    const auto now = readSetting(m_context, step);
    if (!now)
        return Stop{now.error()};
    if (!startsFrom(step, *now))
        return Stop{changedMeanwhile(step, *now)};
    if (const auto held = heldMeanwhile(m_context, step))
        return Stop{*held};
    const auto began = [number](const auto &child) {
        return event::stepBegan(number, child);
    };
    const auto stop = perform(journal, step, {.began = began, .done = event::stepDone(number), .isUndo = false, .number = number});
    if (!stop)
        m_progress(number, step, core::Progress::State::Done);
    return stop;
}

std::optional<Executor::Stop> Executor::undoStep(JournalFile &journal, const core::Step &step, qsizetype number, qsizetype shownNumber) const
{
    const auto now = readSetting(m_context, step);
    if (!now)
        return Stop{now.error()};
    if (core::meets(core::settingOf(step.action), step.expected, *now))
        return std::nullopt;
    if (!startsFrom(step, *now))
        return Stop{changedMeanwhile(step, *now)};
    const auto began = [number](const auto &child) {
        return event::undoBegan(number, child);
    };
    return perform(journal, step, {.began = began, .done = event::undoDone(number), .isUndo = true, .number = shownNumber});
}

ExecutionResult Executor::close(JournalFile &journal, EndState endState)
{
    ExecutionResult result;
    result.endState = endState;
    if (const auto closed = journal.append(event::closed(endState)); !closed) {
        qCWarning(TURNOUT_HELPER) << "journal not closed:" << closed.error().text();
        result.endState = EndState::Between;
        result.error = closed.error();
    }
    return result;
}

ExecutionResult Executor::carryOut(JournalFile &journal) const
{
    ExecutionResult result;
    for (qsizetype i = 0; i < journal.transaction().steps.size(); ++i) {
        const auto stop = doStep(journal, i);
        if (!stop)
            continue;
        if (stop->blocked) {
            result.endState = EndState::Between;
            result.blocked = true;
            result.error = stop->error;
        } else {
            result = undo(journal, stop->error);
        }
        if (result.endState == EndState::Unchanged || stop->blocked)
            result.failedStep = journal.transaction().steps[i];
        return result;
    }
    return close(journal, EndState::Goal);
}

ExecutionResult Executor::undo(JournalFile &journal, const core::Error &why) const
{
    const Transaction &change = journal.transaction();
    const QList<core::Step> all = core::undo(change.steps.first(change.begun));
    const QList<core::Step> steps = remaining(m_context, all);
    const bool unbinds = std::ranges::any_of(steps, [](const core::Step &step) {
        return step.action == core::Action::Unbind;
    });
    qCDebug(TURNOUT_HELPER) << "undo" << change.gpu.toString() << steps.size() << "of" << all.size() << "steps:" << why.text();
    ExecutionResult result;
    if (const auto blocker = unbinds ? undoBlocker(m_context, change.gpu) : std::nullopt) {
        result.endState = EndState::Between;
        result.inUse = true;
        result.error = *blocker;
        return result;
    }
    result.error = why;
    // Undoing leads where the journal leads anyway, so it continues without records. A second record clears the child.
    if (!change.undoing || change.child) {
        if (const auto written = journal.append(event::undoing(why.text())); !written)
            qCWarning(TURNOUT_HELPER) << written.error().text();
    }
    bool canRetry = false;
    qsizetype shownNumber = -1; // the index in `all`, which the client knows
    for (qsizetype i = 0; i < steps.size(); ++i) {
        shownNumber = all.indexOf(steps[i], shownNumber + 1);
        const auto stop = undoStep(journal, steps[i], i, shownNumber);
        if (!stop)
            continue;
        result.endState = EndState::Between;
        result.failedStep = steps[i];
        if (stop->blocked) {
            result.blocked = true;
            result.error = stop->error;
            return result;
        }
        canRetry = canRetry || exists(m_context, steps[i].address);
        result.error = notUndone(why, stop->error, canRetry);
    }
    if (canRetry)
        return result;
    const ExecutionResult closed = close(journal, result.endState);
    return closed.error.what.isEmpty() ? result : closed;
}

}
