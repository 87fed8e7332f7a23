// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "executor.h"

#include "blockedfunctions.h"
#include "stepcall.h"

#include "core/checks/preflight.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
core::Error changedMeanwhile(const core::Step &step, const QString &found)
{
    return {i18nc("@info %1 is a PCI address", "%1 changed while Turnout was at work.", step.address.toShortString()),
            i18nc("@info %1 is a step of a plan, %2 and %3 are values",
                  "Before the step “%1” there should be “%2”, but “%3” was found.",
                  core::toKeyword(step.action),
                  step.before,
                  found),
            i18nc("@info", "Another program manages this device too. Look at the plan again.")};
}

core::Error notAsExpected(const core::Step &step, const QString &found)
{
    const core::DeviceSetting setting = core::settingOf(step.action);
    return {i18nc("@info %1 is a PCI address, %2 a step of a plan",
                  "%1: the kernel took the step “%2” without an error, but it had not the effect it should have.",
                  step.address.toShortString(),
                  core::toKeyword(step.action)),
            setting == core::DeviceSetting::Driver && found.isEmpty()
                ? i18nc("@info", "It has no driver now: none that is loaded took it.")
                : i18nc("@info %1 and %2 are values", "“%1” should be read now, but it is “%2”.", step.expected, found),
            i18nc("@info",
                  "Look at the kernel's messages (“journalctl -k”) for what the driver says about the device, and whether the driver is loaded "
                  "(“lsmod”).")};
}

/// What made the change fail, then what kept it from being taken back.
core::Error notTakenBack(const core::Error &first, const core::Error &then, bool mayBeTriedAgain)
{
    const QString remedy = !mayBeTriedAgain
        ? QString()
        : i18nc("@info",
                "Then run “turnout recover”, which tries the rest again. Where that does not help, a restart of the computer brings the "
                "device back to the host.");
    return {i18nc("@info", "The change failed, and not all of it could be taken back."),
            first.what + u' ' + first.why + u' ' + i18nc("@info introduces what failed when a change was taken back", "Taking it back:") + u' ' + then.what
                + u' ' + then.why,
            QString(then.remedy + u' ' + remedy).trimmed()};
}

core::Error waitsFor(const core::Step &step, const ProcessId &child)
{
    return {i18nc("@info %1 is a PCI address, %2 a step of a plan",
                  "%1: the kernel does not come back from the step “%2”.",
                  step.address.toShortString(),
                  core::toKeyword(step.action)),
            i18nc("@info %1 is a process number",
                  "The driver waits for something, most often for a program that still uses the device. Turnout's own process %1 waits along with it and "
                  "cannot be ended.",
                  QString::number(child.pid)),
            i18nc("@info",
                  "End the programs that use the device: then the kernel goes on, and “turnout recover” finishes or takes back the change. If none does, only "
                  "restarting the computer helps. Other devices can be used as before.")};
}

/// What stands against taking functions from the drivers that they have now, as it would for a plan: since they were given
/// to them, a virtual machine or a program may have opened one. What cannot be known stands, too.
std::optional<core::Error> objection(const HelperContext &context, const core::PciAddress &gpu)
{
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = true, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    core::Goal goal;
    goal.verb = core::Verb::Release;
    goal.gpu = gpu;
    const QList<core::Finding> findings = core::findingsFor(*snapshot, goal, {});
    const auto stands = std::ranges::find_if(findings, [](const core::Finding &finding) {
        const bool unknown = finding.severity == core::Severity::Caution && finding.id == "unknown-needs-permission"_L1;
        const bool gone = finding.id == "no-such-function"_L1; // the others of its slot may still be there
        return (finding.severity == core::Severity::Blocker && !gone) || unknown;
    });
    if (stands == findings.end())
        return std::nullopt;
    return core::Error{i18nc("@info %1 is a PCI address", "What was done to %1 is not taken back yet: it waits.", gpu.toShortString()),
                       stands->text,
                       stands->remedy + u' ' + i18nc("@info", "Then run “turnout recover”; the next start of the computer has the same effect.")};
}

/// Since the plan was made. Only our driver tells it in no time, so it is asked once more before each unbind and reset.
/// Nothing can be asked between this and the write; an unbind then waits in the kernel for the user.
std::optional<core::Error> openedMeanwhile(const HelperContext &context, const core::Step &step)
{
    QFile inUse(context.root + "/sys/bus/pci/devices/"_L1 + step.address.toString() + "/turnout/in_use"_L1);
    const bool takes = step.action == core::Action::Unbind || step.action == core::Action::Reset;
    if (!takes || !inUse.open(QIODevice::ReadOnly) || inUse.readAll().trimmed() != "1")
        return std::nullopt;
    return core::Error{i18nc("@info %1 is a PCI address", "%1 was opened while Turnout was at work.", step.address.toShortString()),
                       i18nc("@info", "A virtual machine or another program drives it from user space."),
                       i18nc("@info", "Shut that virtual machine down first, then try again.")};
}

bool isThere(const HelperContext &context, const core::PciAddress &address)
{
    return QFileInfo::exists(context.root + "/sys/bus/pci/devices/"_L1 + address.toString());
}

bool startsFrom(const core::Step &step, const QString &now)
{
    const core::DeviceSetting setting = core::settingOf(step.action);
    return core::isSetByDrivers(setting) || core::meets(setting, step.before, now);
}

/// What drivers set by themselves is only as it should be when the last of them is bound.
bool isUnsettled(const QList<core::Step> &before, const core::Step &step)
{
    return core::isSetByDrivers(core::settingOf(step.action)) && std::ranges::any_of(before, [&step](const core::Step &earlier) {
               return earlier.address == step.address && core::settingOf(earlier.action) == core::DeviceSetting::Driver;
           });
}

/// Of the steps to take back, those whose fact is not yet what the last of them will make of it.
QList<core::Step> stillToDo(const HelperContext &context, const QList<core::Step> &steps)
{
    QList<core::Step> left;
    for (const core::Step &step : steps) {
        if (isUnsettled(left, step)) {
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

std::optional<Executor::Stop> Executor::perform(JournalFile &journal, const core::Step &step, const Records &records) const
{
    if (const auto opened = openedMeanwhile(m_context, step))
        return Stop{*opened};
    auto call = StepCall::prepare(m_context, step);
    if (!call)
        return Stop{call.error()};
    StepCall ready = std::move(call).value();
    const auto child = ready.child();
    if (const auto written = journal.append(records.began(child)); !written && !records.optional)
        return Stop{written.error()};
    m_progress(records.number, step, records.optional ? core::Progress::State::Undoing : core::Progress::State::Began);

    bool isLate = false;
    const CallOutcome outcome = ready.run(m_context, [&] {
        isLate = true;
        m_progress(records.number, step, core::Progress::State::Waiting);
    });
    if (isLate && outcome.kind != CallOutcome::Kind::Blocked)
        BlockedFunctions(m_context.runtime).remove(step.address); // whoever was told may have marked it
    if (outcome.kind == CallOutcome::Kind::Blocked) {
        [[maybe_unused]] const auto told = journal.append(event::blocked());
        return Stop{waitsFor(step, *child), true};
    }
    if (outcome != CallOutcome{})
        return Stop{callError(step, outcome)};
    const auto now = readSetting(m_context, step);
    if (!now)
        return Stop{now.error()};
    if (!core::meets(core::settingOf(step.action), step.expected, *now))
        return Stop{notAsExpected(step, *now)};
    const auto written = journal.append(records.done);
    return written || records.optional ? std::nullopt : std::optional(Stop{written.error()});
}

std::optional<Executor::Stop> Executor::forward(JournalFile &journal, qsizetype number) const
{
    const core::Step step = journal.transaction().steps[number];
    const auto now = readSetting(m_context, step);
    if (!now)
        return Stop{now.error()};
    if (!startsFrom(step, *now))
        return Stop{changedMeanwhile(step, *now)};
    const auto began = [number](const auto &child) {
        return event::stepBegan(number, child);
    };
    const auto stop = perform(journal, step, {.began = began, .done = event::stepDone(number), .optional = false, .number = number});
    if (!stop)
        m_progress(number, step, core::Progress::State::Done);
    return stop;
}

std::optional<Executor::Stop> Executor::back(JournalFile &journal, const core::Step &step, qsizetype number, qsizetype shown) const
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
    return perform(journal, step, {.began = began, .done = event::undoDone(number), .optional = true, .number = shown});
}

ExecutionResult Executor::carryOut(JournalFile &journal) const
{
    for (qsizetype i = 0; i < journal.transaction().steps.size(); ++i) {
        const auto stop = forward(journal, i);
        if (!stop)
            continue;
        const core::Step step = journal.transaction().steps[i];
        if (stop->blocked)
            return {.endState = EndState::Between, .blocked = true, .held = false, .at = step, .error = stop->error};
        ExecutionResult result = takeBack(journal, stop->error);
        if (result.endState == EndState::Unchanged)
            result.at = step;
        return result;
    }
    ExecutionResult result{.endState = EndState::Goal, .blocked = false, .held = false, .at = {}, .error = {}};
    if (const auto written = journal.append(event::closed(EndState::Goal)); !written)
        result.error = written.error();
    return result;
}

ExecutionResult Executor::takeBack(JournalFile &journal, const core::Error &why) const
{
    const Transaction &change = journal.transaction();
    const QList<core::Step> all = core::undo(change.steps.first(change.begun));
    const QList<core::Step> steps = stillToDo(m_context, all);
    const bool takesAway = std::ranges::any_of(steps, [](const core::Step &step) {
        return step.action == core::Action::Unbind;
    });
    if (const auto held = takesAway ? objection(m_context, change.gpu) : std::nullopt)
        return {.endState = EndState::Between, .blocked = false, .held = true, .at = {}, .error = held};
    // Only ever leads to the state that the journal leads to, so it is done also where no record can be written. Said once,
    // and again where the last call has to be forgotten.
    if (!change.undoing || change.child) [[maybe_unused]]
        const auto told = journal.append(event::undoing(why.text()));
    ExecutionResult result{.endState = EndState::Unchanged, .blocked = false, .held = false, .at = {}, .error = why};
    bool mayBeTriedAgain = false;
    qsizetype shown = -1; // in all of it, which is what a client knows
    for (qsizetype i = 0; i < steps.size(); ++i) {
        shown = all.indexOf(steps[i], shown + 1);
        const auto stop = back(journal, steps[i], i, shown);
        if (!stop)
            continue;
        result = {.endState = EndState::Between, .blocked = stop->blocked, .held = false, .at = steps[i], .error = stop->error};
        if (stop->blocked)
            return result;
        mayBeTriedAgain = mayBeTriedAgain || isThere(m_context, steps[i].address);
        result.error = notTakenBack(why, stop->error, mayBeTriedAgain);
    }
    if (!mayBeTriedAgain) [[maybe_unused]]
        const auto closed = journal.append(event::closed(result.endState));
    return result;
}

}
