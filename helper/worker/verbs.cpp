// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "verbs.h"

#include "blockedfunctions.h"
#include "helper/boot/trialboots.h"
#include "helper/files.h"
#include "helper/logging.h"
#include "hostdriverrecords.h"
#include "inspection.h"
#include "replies.h"

#include "core/iommu/assignedtogether.h"
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

core::Error notInEndState(const QString &difference)
{
    return {i18nc("@info", "All steps were done, but the machine is not as planned."),
            difference,
            i18nc("@info", "Refresh the view of the machine, and check whether another program manages this device.")};
}

QList<core::PciAddress> assignedTogetherOf(const core::Snapshot &snapshot, const core::Goal &goal)
{
    QList<core::PciAddress> addresses{goal.gpu};
    const core::Function *function = snapshot.function(goal.gpu);
    const auto others = function ? core::assignedTogetherWith(snapshot, *function, goal.with, goal.without) : QList<const core::Function *>();
    for (const core::Function *other : others)
        addresses.append(other->address);
    return addresses;
}

QString auditLine(const RecoveredChange &change)
{
    return u"recover: interrupted %1 %2: %3"_s.arg(core::toKeyword(change.verb), change.gpu.toString(), toKeyword(change.result.endState))
        + (change.blockedPid != 0 ? u"; process %1 is blocked in the kernel"_s.arg(change.blockedPid) : QString())
        + (change.result.inUse ? u"; waiting until the device is not in use"_s : QString());
}

QStringList auditLines(const Recovery &recovery)
{
    QStringList lines;
    for (const RecoveredChange &change : recovery.changes)
        lines += auditLine(change);
    for (const core::Error &error : recovery.damaged)
        lines += u"recover: "_s + error.text();
    return lines;
}

/// Creates the helper's directories; returns that of the journals.
core::Result<QString> journalDirectory(const HelperContext &context)
{
    const auto state = ownDirectory(context.state, ownerOnly);
    const auto runtime = state ? ownDirectory(context.runtime, readableByAll) : state;
    return runtime ? ownDirectory(context.runtime + u"/journal"_s, ownerOnly) : runtime;
}

/// The other functions of a change that does not return are left alone, too.
void publishBlocked(const HelperContext &context, const core::Plan &plan)
{
    for (const core::PciAddress &function : functionsOf(plan.goal.gpu, plan.steps)) {
        if (!BlockedFunctions(context.runtime).add(function))
            qCWarning(TURNOUT_HELPER) << "blocked function not published:" << function.toString();
    }
}

Opening openingOf(const core::Snapshot &snapshot, const core::Plan &plan, const QString &result)
{
    Opening opening{.verb = plan.goal.verb, .gpu = plan.goal.gpu, .steps = plan.steps, .cards = {}, .result = result};
    for (const core::PciAddress &address : functionsOf(plan.goal.gpu, plan.steps)) {
        if (const core::Function *function = snapshot.function(address))
            opening.cards.insert(address, core::cardIds(*function));
    }
    return opening;
}
}

core::Reply Verbs::run(core::Verb verb, const QVariantMap &arguments, qint64 caller) const
{
    const auto request = core::requestFromArguments(verb, arguments);
    core::Reply made;
    if (request)
        made = answer(*request);
    else
        made = {.nonce = core::nonceOf(arguments), .outcome = Outcome::Refused, .error = request.error(), .plan = {}, .report = {}};
    const QString subject = request && core::needsAddress(verb) ? u' ' + request->goal.gpu.toString() : QString();
    const QString why = made.error.what.isEmpty() ? QString() : u" ("_s + made.error.what + u')';
    m_audit(u"%1%2 by uid %3: %4%5"_s.arg(core::toKeyword(verb), subject, QString::number(caller), core::toKeyword(made.outcome), why));
    return made;
}

core::Reply Verbs::answer(const core::Request &request) const
{
    switch (request.goal.verb) {
    case core::Verb::Inspect:
        return inspect(request);
    case core::Verb::Recover:
        return recoverChanges(request);
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

std::optional<Verbs::Session> Verbs::begin(const core::Request &request, core::Reply &failure) const
{
    const auto directory = journalDirectory(m_context);
    if (!directory) {
        failure = reply(request, Outcome::Refused, directory.error());
        return std::nullopt;
    }
    auto lock = StateLock::take(m_context.runtime, m_context.lockTimeout);
    if (!lock) {
        failure = reply(request, Outcome::Busy, lock.error());
        return std::nullopt;
    }
    Journal journal(*directory, m_context.journalWritten);
    // A caller without a password must not make the helper undo an interrupted change.
    const auto recovery = core::propertiesOf(request.goal.verb).needsPassword ? recover(m_context, journal, progressOf(request)) : survey(m_context, journal);
    if (!recovery) {
        failure = reply(request, Outcome::Refused, recovery.error());
        return std::nullopt;
    }
    for (const QString &line : auditLines(*recovery))
        m_audit(line);
    return Session{.lock = std::move(lock).value(), .journal = std::move(journal), .recovery = *recovery};
}

core::Result<core::Snapshot> Verbs::scan() const
{
    auto snapshot = host::readMachine({.sysroot = m_context.root, .withHolders = true, .onAccess = {}});
    if (snapshot)
        qCDebug(TURNOUT_HELPER) << "scanned" << snapshot->functions.size() << "functions";
    return snapshot;
}

/// Broadcast on the bus, so it names no program.
ProgressCall Verbs::progressOf(const core::Request &request) const
{
    return [this, request](qsizetype number, const core::Step &, core::Progress::State state) {
        QString text;
        if (state == core::Progress::State::Waiting)
            text = slowCallText(!holders(request.goal).isEmpty());
        m_progress({.nonce = request.nonce, .step = int(number), .state = state, .text = text});
    };
}

core::Reply Verbs::inspect(const core::Request &request) const
{
    // Changes nothing, so it takes no lock and no journal.
    const auto snapshot = scan();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    core::Reply made = reply(request, Outcome::Done);
    made.report = inspection(m_context, *snapshot);
    return made;
}

core::Reply Verbs::recoverChanges(const core::Request &request) const
{
    core::Reply failure;
    const auto session = begin(request, failure);
    if (!session)
        return failure;
    for (const RecoveredChange &change : session->recovery.changes) {
        if (change.result.endState == EndState::Between)
            return reply(request, change.result.blocked ? Outcome::Blocked : Outcome::Incomplete, change.result.error);
    }
    if (!session->recovery.damaged.isEmpty())
        return reply(request, Outcome::Incomplete, session->recovery.damaged.first());
    return reply(request, Outcome::Done);
}

core::Reply Verbs::change(const core::Request &request) const
{
    core::Reply failure;
    auto session = begin(request, failure);
    if (!session)
        return failure;
    const auto snapshot = scan();
    if (!snapshot)
        return reply(request, Outcome::Refused, snapshot.error());
    if (const RecoveredChange *left = session->recovery.unresolved(assignedTogetherOf(*snapshot, request.goal)))
        return reply(request, Outcome::Busy, withHolders(request, left->result.error));

    const core::Plan plan = core::plan(*snapshot, request.goal);
    qCDebug(TURNOUT_HELPER) << "planned" << core::toKeyword(request.goal.verb) << request.goal.gpu.toString() << "refused" << plan.refused << "steps"
                            << plan.steps.size() << "fingerprint matches" << (plan.fingerprint == request.fingerprint);
    core::Reply made = objection(request, plan).value_or(reply(request, Outcome::Done));
    if (made.outcome == Outcome::Done && !plan.steps.isEmpty())
        made = carryOut(request, *snapshot, plan, session->journal);
    made.plan = plan;
    return made;
}

core::Reply Verbs::carryOut(const core::Request &request, const core::Snapshot &snapshot, const core::Plan &plan, Journal &journal) const
{
    const HostDriverRecordFile hostDrivers(m_context);
    if (const auto added = hostDrivers.add(snapshot, plan); !added)
        return reply(request, Outcome::Refused, added.error());
    auto file = journal.open(openingOf(snapshot, plan, m_result));
    if (!file)
        return reply(request, Outcome::Refused, file.error());
    JournalFile record = std::move(file).value();
    const ExecutionResult result = Executor(m_context, progressOf(request)).carryOut(record);
    if (result.endState == EndState::Goal) {
        if (request.goal.verb == core::Verb::Release) {
            hostDrivers.remove(plan);
            concludeTrialsOf(m_context, snapshot, functionsOf(plan.goal.gpu, plan.steps));
        }
        return verified(request, plan);
    }
    if (result.blocked)
        publishBlocked(m_context, plan);
    return reply(request, outcomeOf(result), withHolders(request, result.error));
}

/// Checks the whole machine, after each step was read back on its own.
core::Reply Verbs::verified(const core::Request &request, const core::Plan &plan) const
{
    const auto snapshot = scan();
    if (!snapshot)
        return reply(request, Outcome::Incomplete, snapshot.error());
    const core::Verification seen = core::verify(*snapshot, plan);
    if (seen.state == core::Verification::State::Verified)
        return reply(request, Outcome::Done);
    return reply(request, Outcome::Incomplete, notInEndState(seen.differences.join(u' ')));
}

/// The programs that have the GPU or a function assigned with it open.
QStringList Verbs::holders(const core::Goal &goal) const
{
    const auto snapshot = scan();
    return snapshot ? holderNames(*snapshot, assignedTogetherOf(*snapshot, goal)) : QStringList();
}

core::Error Verbs::withHolders(const core::Request &request, core::Error error) const
{
    if (const QStringList names = holders(request.goal); !names.isEmpty())
        error.why += (error.why.isEmpty() ? QString() : u" "_s) + openIn(names);
    return error;
}

core::Result<QStringList> resolveLeftovers(const HelperContext &context)
{
    const auto directory = journalDirectory(context);
    if (!directory)
        return directory.error();
    const auto lock = StateLock::take(context.runtime, context.lockTimeout);
    if (!lock)
        return lock.error();
    Journal journal(*directory, context.journalWritten);
    const auto recovery = recover(context, journal, [](qsizetype, const core::Step &, core::Progress::State) { });
    return recovery ? core::Result<QStringList>(auditLines(*recovery)) : recovery.error();
}

}
