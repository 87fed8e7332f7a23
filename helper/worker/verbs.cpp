// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "verbs.h"

#include "blockedfunctions.h"
#include "hostdriverrecords.h"
#include "inspection.h"
#include "replies.h"
#include "helper/boot/trialboots.h"

#include "core/iommu/grouping.h"
#include "core/operation/verification.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
using core::Outcome;

constexpr quint32 ownerOnly = 0700;

/// The nonce of a request that could not be read in full, where it is one.
QString nonceOf(const QVariantMap &arguments)
{
    const QString nonce = arguments.value(u"nonce"_s).toString();
    return nonce.size() == core::newNonce().size() ? nonce : QString();
}

core::Error notInEndState(const QString &difference)
{
    return {i18nc("@info", "Every step was done, but the machine is not as it should be."),
            difference,
            i18nc("@info", "Look at the machine again; another program may manage this device too.")};
}

QList<core::PciAddress> functionsOf(const core::Plan &plan)
{
    QList<core::PciAddress> functions{plan.goal.gpu};
    for (const core::Step &step : plan.steps) {
        if (!functions.contains(step.address))
            functions.append(step.address);
    }
    return functions;
}

QList<core::PciAddress> assignedTogetherOf(const core::Snapshot &snapshot, const core::PciAddress &gpu)
{
    QList<core::PciAddress> addresses{gpu};
    const core::Function *function = snapshot.function(gpu);
    const auto assignedTogether = function ? core::assignedTogetherWith(snapshot, *function) : QList<const core::Function *>();
    for (const core::Function *companion : assignedTogether)
        addresses.append(companion->address);
    return addresses;
}

Outcome outcomeOf(const ExecutionResult &result)
{
    if (result.blocked)
        return Outcome::Blocked;
    switch (result.endState) {
    case EndState::Goal:
        return Outcome::Done;
    case EndState::Unchanged:
        return Outcome::Undone;
    case EndState::Between:
        return Outcome::Incomplete;
    }
    Q_UNREACHABLE_RETURN(Outcome::Incomplete);
}

QString auditLine(const Recovered &change)
{
    return u"recover: %1 %2, begun earlier, is now at its %3"_s.arg(core::toKeyword(change.verb), change.gpu.toString(), toKeyword(change.result.endState))
        + (change.waiting ? u"; process %1 waits in the kernel"_s.arg(change.waiting->pid) : QString())
        + (change.result.held ? u"; it waits for whoever uses the device"_s : QString());
}

QStringList auditLines(const Recovery &recovery)
{
    QStringList lines;
    for (const Recovered &change : recovery.changes)
        lines += auditLine(change);
    for (const core::Error &error : recovery.damaged)
        lines += u"recover: "_s + error.text();
    return lines;
}

/// Makes the state directory, where it is not there, with that of the journals.
core::Result<QString> journalDirectory(const HelperContext &context)
{
    const auto state = ownDirectory(context.state, ownerOnly);
    return state ? ownDirectory(context.state + u"/journal"_s, ownerOnly) : state;
}
}

core::Reply Verbs::run(core::Verb verb, const QVariantMap &arguments, int caller) const
{
    const auto request = core::requestFromArguments(verb, arguments);
    core::Reply made;
    if (request)
        made = answer(*request);
    else
        made = {.nonce = nonceOf(arguments), .outcome = Outcome::Refused, .error = request.error(), .plan = {}, .report = {}};
    const QString subject = request && core::needsAddress(verb) ? u' ' + request->goal.gpu.toString() : QString();
    const QString why = made.error.what.isEmpty() ? QString() : u" ("_s + made.error.what + u')';
    const QString who = caller == rootOrGone ? u"0 or a caller that has left"_s : QString::number(caller);
    m_audit(u"%1%2 by uid %3: %4%5"_s.arg(core::toKeyword(verb), subject, who, core::toKeyword(made.outcome), why));
    return made;
}

core::Reply Verbs::answer(const core::Request &request) const
{
    switch (request.goal.verb) {
    case core::Verb::Inspect:
        return inspect(request);
    case core::Verb::Recover:
        return recoverNow(request);
    case core::Verb::Assign:
    case core::Verb::Release:
    case core::Verb::Power:
    case core::Verb::Vga:
    case core::Verb::Reset:
        return change(request);
    case core::Verb::Persist:
        return persist(request);
    case core::Verb::Unpersist:
        return unpersist(request);
    }
    Q_UNREACHABLE_RETURN(core::Reply());
}

std::optional<Verbs::Opened> Verbs::open(const core::Request &request, core::Reply &why) const
{
    const auto directory = journalDirectory(m_context);
    if (!directory) {
        why = reply(request, Outcome::Refused, directory.error());
        return std::nullopt;
    }
    auto lock = StateLock::take(m_context.state, m_context.lockTimeout);
    if (!lock) {
        why = reply(request, Outcome::Busy, lock.error());
        return std::nullopt;
    }
    Journal journal(*directory, m_context.journalWritten);
    // A caller without a password must not make the helper undo an interrupted change.
    const auto recovery = core::propertiesOf(request.goal.verb).needsPassword ? recover(m_context, journal, progressOf(request)) : survey(m_context, journal);
    if (!recovery) {
        why = reply(request, Outcome::Refused, recovery.error());
        return std::nullopt;
    }
    for (const QString &line : auditLines(*recovery))
        m_audit(line);
    return Opened{.lock = std::move(lock).value(), .journal = std::move(journal), .recovery = *recovery};
}

core::Result<core::Snapshot> Verbs::read() const
{
    return host::readMachine({.sysroot = m_context.root, .withHolders = true, .onAccess = {}});
}

/// Everybody on the bus hears it, so it names nobody.
ProgressCall Verbs::progressOf(const core::Request &request) const
{
    return [this, request](qsizetype number, const core::Step &step, core::Progress::State state) {
        QString text;
        if (state == core::Progress::State::Waiting)
            text = takesLong(!holders(request.goal.gpu, {step.address}).isEmpty());
        m_progress({.nonce = request.nonce, .step = int(number), .state = state, .text = text});
    };
}

core::Reply Verbs::inspect(const core::Request &request) const
{
    // Leaves all as it is: no lock, no journal.
    const auto snapshot = read();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    core::Reply made = reply(request, Outcome::Done);
    made.report = inspection(m_context, *snapshot);
    return made;
}

core::Reply Verbs::recoverNow(const core::Request &request) const
{
    core::Reply why;
    const auto opened = open(request, why);
    if (!opened)
        return why;
    for (const Recovered &change : opened->recovery.changes) {
        if (change.result.endState == EndState::Between)
            return reply(request, change.result.blocked ? Outcome::Blocked : Outcome::Incomplete, change.result.error.value_or(core::Error()));
    }
    if (!opened->recovery.damaged.isEmpty())
        return reply(request, Outcome::Incomplete, opened->recovery.damaged.first());
    return reply(request, Outcome::Done);
}

core::Reply Verbs::change(const core::Request &request) const
{
    core::Reply why;
    auto opened = open(request, why);
    if (!opened)
        return why;
    const auto snapshot = read();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    if (const Recovered *left = opened->recovery.unresolved(assignedTogetherOf(*snapshot, request.goal.gpu)))
        return reply(request, Outcome::Busy, withHolders(request, left->result.error.value_or(core::Error()), {}));

    const core::Plan plan = core::plan(*snapshot, request.goal);
    core::Reply made = objection(request, plan).value_or(reply(request, Outcome::Done));
    if (made.outcome == Outcome::Done && !plan.steps.isEmpty())
        made = carryOut(request, *snapshot, plan, opened->journal);
    made.plan = plan;
    return made;
}

core::Reply Verbs::carryOut(const core::Request &request, const core::Snapshot &snapshot, const core::Plan &plan, Journal &journal) const
{
    const HostDriverRecordFile notes(m_context);
    if (const auto noted = notes.take(snapshot, plan); !noted)
        return reply(request, Outcome::Refused, noted.error());
    auto file = journal.open(request.goal.verb, request.goal.gpu, plan.steps);
    if (!file)
        return reply(request, Outcome::Refused, file.error());
    JournalFile record = std::move(file).value();
    const ExecutionResult result = Executor(m_context, progressOf(request)).carryOut(record);
    if (result.endState == EndState::Goal) {
        if (request.goal.verb == core::Verb::Release) {
            notes.forget(plan);
            concludeTrialsOf(m_context, snapshot, functionsOf(plan));
        }
        return verified(request, plan);
    }
    const core::Error error = result.error.value_or(core::Error());
    return reply(request, outcomeOf(result), withHolders(request, error, result.blocked ? functionsOf(plan) : QList<core::PciAddress>()));
}

/// A last look at all of it, after each step was read back by itself.
core::Reply Verbs::verified(const core::Request &request, const core::Plan &plan) const
{
    const auto snapshot = read();
    if (!snapshot)
        return reply(request, Outcome::Incomplete, snapshot.error());
    const core::Verification seen = core::verify(*snapshot, plan);
    if (seen.state == core::Verification::State::Verified)
        return reply(request, Outcome::Done);
    return reply(request, Outcome::Incomplete, notInEndState(seen.differences.join(u' ')));
}

/// The programs that have functions of the slot open. `stuck` are functions on which the kernel waits: without their
/// marks a look at the machine would wait as well.
QStringList Verbs::holders(const core::PciAddress &gpu, const QList<core::PciAddress> &stuck) const
{
    const bool marked = std::ranges::all_of(stuck, [this](const core::PciAddress &function) {
        return BlockedFunctions(m_context.runtime).add(function);
    });
    const auto snapshot = marked ? read() : core::Result<core::Snapshot>(core::Error());
    return snapshot ? holderNames(*snapshot, assignedTogetherOf(*snapshot, gpu)) : QStringList();
}

core::Error Verbs::withHolders(const core::Request &request, core::Error error, const QList<core::PciAddress> &stuck) const
{
    if (const QStringList names = holders(request.goal.gpu, stuck); !names.isEmpty())
        error.why += (error.why.isEmpty() ? QString() : u" "_s) + openIn(names);
    return error;
}

core::Result<QStringList> resolveLeftovers(const HelperContext &context)
{
    const auto directory = journalDirectory(context);
    if (!directory)
        return directory.error();
    const auto lock = StateLock::take(context.state, context.lockTimeout);
    if (!lock)
        return lock.error();
    Journal journal(*directory, context.journalWritten);
    const auto recovery = recover(context, journal, [](qsizetype, const core::Step &, core::Progress::State) { });
    return recovery ? core::Result<QStringList>(auditLines(*recovery)) : recovery.error();
}

}
