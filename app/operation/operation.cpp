// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operation.h"

#include "bootassignmentresult.h"
#include "failures.h"
#include "logging.h"

#include <KLocalizedString>

#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>

namespace app::operation
{

namespace
{
/// Without loaded modules, which stay.
QList<core::Step> lastingSteps(const core::Plan &plan)
{
    QList<core::Step> steps = plan.steps;
    steps.removeIf([](const core::Step &step) {
        return step.action == core::Action::LoadModule;
    });
    return steps;
}

bool wouldDoTheSame(const core::Plan &before, const core::Plan &after)
{
    return before.refused == after.refused && lastingSteps(before) == lastingSteps(after);
}

/// Whether the machine shows that the plan was carried out. A reset leaves nothing to see.
bool isVisible(const core::Plan &plan)
{
    return std::ranges::none_of(plan.steps, [](const core::Step &step) {
        return core::settingOf(step.action) == core::DeviceSetting::Nothing;
    });
}

/// Whether neither a helper at work, nor a call into the kernel, nor an open journal is left.
bool hasEnded(std::optional<core::Outcome> outcome)
{
    return outcome && outcome != core::Outcome::Blocked && outcome != core::Outcome::Incomplete;
}

/// The plan whose end state is the one before `plan`.
core::Plan undoPlan(core::Plan plan)
{
    plan.steps = core::undo(plan.steps);
    return plan;
}

/// The helper waits itself for a result, so it is asked again at once.
constexpr auto resultInterval = std::chrono::milliseconds(500);
constexpr int mostLostResults = 20;
constexpr int mostBusyResults = 60; // of half a minute each; an initramfs may be built

/// The helper stored a boot assignment and could not apply it in full.
core::Verification notApplied()
{
    return {
        .state = core::Verification::State::Diverged,
        .differences = {i18nc("@info", "The boot assignment is stored but not applied in full. The next boot or the next change of a boot assignment completes it.")}};
}

core::Error unreadable(const core::Error &before, const core::Error &reading)
{
    if (!before.what.isEmpty())
        return before;
    return {i18nc("@info", "The helper reports success, but the machine could not be read to verify it."),
            reading.text(),
            i18nc("@info", "Refresh and check the device.")};
}

core::Error notVerified(const core::Verification &found)
{
    if (found.state == core::Verification::State::Unknown)
        return {i18nc("@info", "The helper reports success, but some values could not be read to verify it."),
                found.differences.value(0),
                i18nc("@info", "Check the device with administrator rights.")};
    return {i18nc("@info", "The helper reports success, but the machine is not in the planned state."),
            found.differences.value(0),
            i18nc("@info", "Check whether another program manages this device, then try again or undo the change.")};
}
}

QString resultKeyword(const OperationResult &result)
{
    return core::toKeyword(result.verification ? result.verification->state : core::Verification::State::Unknown);
}

Operation::Operation(core::Goal goal, Reader reader, std::unique_ptr<Transport> transport, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
    , m_transport(std::move(transport))
{
    m_plan.goal = std::move(goal);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &Operation::scanned);
    connect(m_transport.get(), &Transport::progressed, this, &Operation::handleProgress);
    connect(m_transport.get(), &Transport::delivered, this, &Operation::delivered);
}

void Operation::prepare()
{
    if (m_phase != Phase::New && m_phase != Phase::Planned)
        return;
    setPhase(Phase::Reading);
    startScan();
}

void Operation::prepareAccepting(const QStringList &blockers)
{
    if (m_phase != Phase::New && m_phase != Phase::Planned)
        return;
    m_plan.goal.accepted = blockers;
    m_plan.goal.accepted.sort();
    prepare();
}

void Operation::prepareAgain(const core::Goal &goal)
{
    if (m_phase != Phase::New && m_phase != Phase::Planned)
        return;
    m_plan.goal.with = goal.with;
    m_plan.goal.without = goal.without;
    prepareAccepting(goal.accepted);
}

void Operation::carryOut()
{
    const bool ready = core::needsFingerprint(goal().verb) ? m_phase == Phase::Planned && !m_plan.refused && hasWork(m_plan)
                                                           : m_phase == Phase::New || m_phase == Phase::Planned;
    if (!ready)
        return;
    core::Request request;
    request.goal = goal();
    request.fingerprint = core::needsFingerprint(goal().verb) ? m_plan.fingerprint : QString();
    request.nonce = m_nonce = core::newNonce();
    setPhase(Phase::Asking);
    m_transport->send(core::actionOf(goal()), core::toArguments(request));
}

Operation::Scan Operation::scan(const Reader &reader, const core::Goal &goal)
{
    auto snapshot = reader();
    if (!snapshot)
        return {.snapshot = {}, .plan = {}, .error = snapshot.error()};
    core::Plan plan = core::plan(*snapshot, goal);
    return {.snapshot = std::make_shared<const core::Snapshot>(std::move(snapshot).value()), .plan = std::move(plan), .error = {}};
}

void Operation::startScan()
{
    m_watcher.setFuture(QtConcurrent::run(scan, m_reader, goal()));
}

void Operation::scanned()
{
    const Scan found = m_watcher.result();
    if (m_phase == Phase::Checking) {
        conclude(found);
        return;
    }
    if (!found.snapshot) {
        setPhase(Phase::New);
        Q_EMIT failed(found.error);
        return;
    }
    m_before = found.snapshot;
    m_plan = found.plan;
    m_steps = StepProgress(m_plan.steps);
    setPhase(Phase::Planned);
}

void Operation::setPhase(Phase phase)
{
    if (std::exchange(m_phase, phase) == phase)
        return;
    qCDebug(TURNOUT_OPERATION).noquote() << core::toKeyword(goal().verb) << goal().gpu.toString() << phase;
    Q_EMIT phaseChanged(phase);
}

void Operation::handleProgress(const QVariantMap &arguments)
{
    const auto progress = core::progressFromArguments(arguments);
    if (!progress || progress->nonce != m_nonce || (m_phase != Phase::Asking && m_phase != Phase::Working))
        return;
    m_steps.apply(*progress);
    setPhase(Phase::Working);
    Q_EMIT progressed(*progress);
}

/// The service may have ended while its worker carries on, and KAuth may deliver the reply to another program's request.
bool Operation::isAnswered(const Delivery &delivery) const
{
    switch (delivery.state) {
    case Delivery::State::TimedOut:
    case Delivery::State::Lost:
        return false;
    case Delivery::State::Answered: {
        const auto reply = core::replyFromArguments(delivery.reply);
        return reply && reply->nonce == m_nonce;
    }
    case Delivery::State::Denied:
    case Delivery::State::NoHelper:
    case Delivery::State::NoSuchAction:
    case Delivery::State::Busy:
        return true;
    }
    Q_UNREACHABLE_RETURN(true);
}

void Operation::askForResult()
{
    m_transport->send(core::resultAction, core::resultArguments(m_nonce));
}

void Operation::delivered(const Delivery &delivery)
{
    if (m_phase != Phase::Asking && m_phase != Phase::Working)
        return;
    if (!m_unanswered && goal().verb != core::Verb::Inspect && !isAnswered(delivery)) {
        m_unanswered = delivery;
        askForResult();
    } else if (m_unanswered) {
        resultDelivered(delivery);
    } else {
        takeAnswer(delivery);
    }
}

/// The helper knows the results of this user's last requests.
void Operation::resultDelivered(const Delivery &delivery)
{
    const auto reply = delivery.state == Delivery::State::Answered ? core::replyFromArguments(delivery.reply) : core::Result<core::Reply>(core::Error());
    const bool isOwn = reply && reply->nonce == m_nonce;
    const bool isWorking = isOwn && reply->outcome == core::Outcome::Busy && ++m_busyResults < mostBusyResults;
    // KAuth delivers the first reply to anybody's request for a result to all who wait for one.
    const bool isLost = !isOwn && delivery.state != Delivery::State::NoSuchAction && ++m_lostResults < mostLostResults;
    if (isWorking || isLost)
        QTimer::singleShot(resultInterval, this, &Operation::askForResult);
    else
        takeAnswer(isOwn ? delivery : *m_unanswered);
}

void Operation::takeAnswer(const Delivery &delivery)
{
    if (delivery.state != Delivery::State::Answered) {
        m_ranNothing = ranNothing(delivery.state);
        m_result.error = explain(delivery, goal());
    } else if (const auto reply = core::replyFromArguments(delivery.reply); !reply) {
        m_result.error = reply.error();
    } else if (reply->nonce != m_nonce) {
        m_result.error = foreignAnswer(goal());
    } else {
        m_ranNothing = ranNothing(reply->outcome);
        m_result.outcome = reply->outcome;
        m_result.report = reply->report;
        m_result.error = explain(*reply, m_plan);
    }
    qCDebug(TURNOUT_OPERATION).noquote() << "Answer:" << int(delivery.state) << (m_result.outcome ? core::toKeyword(*m_result.outcome) : QString())
                                         << m_result.error.text();
    setPhase(Phase::Checking);
    startScan();
}

void Operation::conclude(const Scan &scan)
{
    m_result.after = scan.snapshot;
    m_result.untouched = m_ranNothing;
    // Where every step was done, the helper's own check failed, and nothing is left to resolve.
    const bool stepFailed = m_result.outcome == core::Outcome::Incomplete && !core::isBootAssignment(goal().verb) && !m_steps.isLastDone();
    m_result.incomplete = m_result.outcome == core::Outcome::Blocked || stepFailed;
    if (!core::needsAddress(goal().verb)) { // verbs of the whole machine promise no state
        m_result.succeeded = m_result.outcome == core::Outcome::Done;
    } else if (!scan.snapshot) {
        m_result.error = unreadable(m_result.error, scan.error);
    } else {
        verify(scan);
    }
    m_steps.conclude(m_result);
    qCDebug(TURNOUT_OPERATION).noquote() << "Result:" << resultKeyword(m_result) << (m_result.verification ? m_result.verification->differences : QStringList());
    setPhase(Phase::Ended);
}

void Operation::verify(const Scan &scan)
{
    const bool saidDone = m_result.outcome == core::Outcome::Done;
    core::Verification found = core::verify(*scan.snapshot, m_plan);
    bool asBefore = wouldDoTheSame(m_plan, scan.plan);
    if (core::isBootAssignment(goal().verb)) {
        found = verifyBootAssignment(*scan.snapshot, goal());
        asBefore = m_result.outcome == core::Outcome::Undone;
    } else if (!saidDone && !isVisible(m_plan)) {
        found.state = core::Verification::State::Unknown;
    }
    // Boot assignments are written before the initramfs is built, so the file alone shows no success.
    m_result.succeeded = found.state == core::Verification::State::Verified && (saidDone || !core::isBootAssignment(goal().verb));
    if (saidDone && !m_result.succeeded)
        m_result.error = notVerified(found);
    m_result.untouched = !m_result.succeeded && (m_ranNothing || (asBefore && hasEnded(m_result.outcome)));
    if (m_result.incomplete && m_result.outcome == core::Outcome::Incomplete)
        found.differences = core::verify(*scan.snapshot, undoPlan(m_plan)).differences;
    if (m_result.outcome == core::Outcome::Incomplete && core::isBootAssignment(goal().verb))
        found = notApplied();
    else if (!m_result.succeeded && (found.state == core::Verification::State::Verified || (!m_result.untouched && !m_result.outcome)))
        found.state = core::Verification::State::Unknown; // the machine alone does not show it, or may still change
    m_result.verification = std::move(found);
}

}
