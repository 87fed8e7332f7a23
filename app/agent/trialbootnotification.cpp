// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "trialbootnotification.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <KNotification>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app::agent
{

using operation::Operation;

namespace
{
QString deviceName(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    const core::Function *gpu = snapshot.function(address);
    return gpu ? core::displayName(*gpu) : address.toShortString();
}

QString blockerText(const core::Plan &plan)
{
    const QList<core::Finding> blockers = core::blockersLeft(plan);
    return blockers.isEmpty() ? QString() : blockers.first().text;
}
}

TrialBootNotification::TrialBootNotification(core::BootAssignmentStatus trial, const core::SnapshotPtr &snapshot, TrialBootClock *clock, OperationMaker operations, QObject *parent)
    : QObject(parent)
    , m_trial(std::move(trial))
    , m_snapshot(snapshot)
    , m_device(deviceName(*snapshot, m_trial.address))
    , m_clock(clock)
    , m_operations(std::move(operations))
{
    m_tick.setSingleShot(true);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &TrialBootNotification::update);
    connect(m_clock, &TrialBootClock::answered, this, [this] {
        if (m_asked)
            update();
        else
            ask();
    });
    if (m_clock->hasAnswered())
        ask();
}

TrialBootNotification::~TrialBootNotification() = default;

/// Once dismissed it asks no more, but it reports the end of the trial.
void TrialBootNotification::ask()
{
    m_asked = true;
    m_question = new KNotification(u"trial"_s, KNotification::Persistent);
    m_question->setUrgency(KNotification::CriticalUrgency); // also above a presentation: two minutes are short
    m_question->setComponentName(u"turnout"_s);
    const KNotificationAction *keep = m_question->addAction(i18nc("@action:button of a notification", "Keep for VMs"));
    connect(keep, &KNotificationAction::activated, this, [this] {
        begin(keepGoal(m_trial, *m_snapshot));
    });
    const KNotificationAction *back = m_question->addAction(i18nc("@action:button of a notification", "Return to Host Now"));
    connect(back, &KNotificationAction::activated, this, [this] {
        begin(returnGoal(m_trial));
    });
    update();
    m_question->sendEvent();
}

void TrialBootNotification::update()
{
    if (!m_question || m_operation)
        return;
    const auto left = m_clock->timeLeft();
    const Notification notification = trialNotification(m_device, left, m_problem);
    m_question->setTitle(notification.title);
    m_question->setText(notification.text.toHtmlEscaped());
    if (left && left->count() > 0)
        m_tick.start(untilNextNotification(*left));
}

/// By an action of the question, which then closes by itself.
void TrialBootNotification::begin(const core::Goal &goal)
{
    if (m_operation || m_finished)
        return;
    m_operation = m_operations(goal);
    connect(m_operation.get(), &Operation::phaseChanged, this, &TrialBootNotification::phaseChanged);
    connect(m_operation.get(), &Operation::failed, this, &TrialBootNotification::failed);
    m_operation->prepare();
}

void TrialBootNotification::phaseChanged(Operation::Phase phase)
{
    if (phase == Operation::Phase::Planned) {
        const core::Plan &plan = m_operation->plan();
        if (plan.refused)
            failed({blockerText(plan), {}, {}});
        else if (plan.steps.isEmpty() && plan.goal.verb == core::Verb::Release)
            finish(endNotification(TrialEnd::Returned, m_device));
        else
            m_operation->carryOut();
    } else if (phase == Operation::Phase::Ended) {
        const operation::OperationResult &result = m_operation->result();
        if (result.succeeded)
            finish(endNotification(m_operation->goal().verb == core::Verb::Persist ? TrialEnd::Kept : TrialEnd::Returned, m_device));
        else
            failed(result.error);
    }
}

/// Asks again, with the problem before the question.
void TrialBootNotification::failed(const core::Error &error)
{
    m_operation.release()->deleteLater(); // it is the sender
    m_problem = error.text();
    if (m_end)
        conclude(*m_end);
    else
        ask();
}

void TrialBootNotification::conclude(TrialEnd end)
{
    m_end = end;
    if (!m_operation && !m_finished)
        finish(endNotification(end, m_device));
}

void TrialBootNotification::finish(const Notification &last)
{
    m_finished = true;
    m_tick.stop();
    m_clock->disconnect(this);
    if (m_question)
        m_question->close();
    auto *notification = new KNotification(u"trialEnded"_s);
    notification->setComponentName(u"turnout"_s);
    notification->setTitle(last.title);
    notification->setText(last.text.toHtmlEscaped());
    connect(notification, &KNotification::closed, this, &TrialBootNotification::finished);
    notification->sendEvent();
    // Some desktops never close it, which is no reason to keep running.
    QTimer::singleShot(1min, this, &TrialBootNotification::finished);
}

}
