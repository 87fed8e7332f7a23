// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "trialnotice.h"

#include "core/pciclass.h"

#include <KLocalizedString>
#include <KNotification>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app::login
{

using client::Errand;

namespace
{
QString deviceName(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    const core::Function *gpu = snapshot.function(address);
    return gpu ? core::displayName(*gpu) : address.toShortString();
}

QString blockerText(const core::Plan &plan)
{
    const auto it = std::ranges::find(plan.findings, core::Severity::Blocker, &core::Finding::severity);
    return it == plan.findings.end() ? QString() : it->text;
}
}

TrialNotice::TrialNotice(core::ChoiceState trial, const core::SnapshotPtr &snapshot, TrialClock *clock, ErrandMaker errands, QObject *parent)
    : QObject(parent)
    , m_trial(std::move(trial))
    , m_snapshot(snapshot)
    , m_device(deviceName(*snapshot, m_trial.address))
    , m_clock(clock)
    , m_errands(std::move(errands))
{
    m_tick.setSingleShot(true);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &TrialNotice::tell);
    connect(m_clock, &TrialClock::answered, this, [this] {
        if (m_asked)
            tell();
        else
            ask();
    });
    if (m_clock->hasAnswered())
        ask();
}

TrialNotice::~TrialNotice() = default;

/// Dismissed it asks no more; what becomes of the trial is told all the same.
void TrialNotice::ask()
{
    m_asked = true;
    m_question = new KNotification(u"trial"_s, KNotification::Persistent);
    m_question->setUrgency(KNotification::CriticalUrgency); // two minutes are short, and a presentation is long
    m_question->setComponentName(u"turnout"_s);
    const KNotificationAction *keep = m_question->addAction(i18nc("@action:button of a notification", "Keep"));
    connect(keep, &KNotificationAction::activated, this, [this] {
        begin(keepGoal(m_trial, *m_snapshot));
    });
    const KNotificationAction *back = m_question->addAction(i18nc("@action:button of a notification", "Give Back Now"));
    connect(back, &KNotificationAction::activated, this, [this] {
        begin(giveBackGoal(m_trial));
    });
    tell();
    m_question->sendEvent();
}

void TrialNotice::tell()
{
    if (!m_question || m_errand)
        return;
    const auto left = m_clock->left();
    const Tiding tiding = trialTiding(m_device, left, m_problem);
    m_question->setTitle(tiding.title);
    m_question->setText(tiding.text.toHtmlEscaped());
    if (left && left->count() > 0)
        m_tick.start(untilNextTiding(*left));
}

/// By an action of the question, which closes itself then.
void TrialNotice::begin(const core::Goal &goal)
{
    if (m_errand || m_over)
        return;
    m_errand = m_errands(goal);
    connect(m_errand.get(), &Errand::phaseChanged, this, &TrialNotice::phaseChanged);
    connect(m_errand.get(), &Errand::failed, this, &TrialNotice::failed);
    m_errand->prepare();
}

void TrialNotice::phaseChanged(Errand::Phase phase)
{
    if (phase == Errand::Phase::Planned) {
        const core::Plan &plan = m_errand->plan();
        if (plan.refused)
            failed({blockerText(plan), {}, {}});
        else if (plan.steps.isEmpty() && plan.goal.verb == core::Verb::Release)
            say(endTiding(TrialEnd::WentBack, m_device));
        else
            m_errand->carryOut();
    } else if (phase == Errand::Phase::Ended) {
        const client::Ending &ending = m_errand->ending();
        if (ending.succeeded)
            say(endTiding(m_errand->goal().verb == core::Verb::Persist ? TrialEnd::Kept : TrialEnd::WentBack, m_device));
        else
            failed(ending.error);
    }
}

/// The question stands as before, with what went wrong in front of it.
void TrialNotice::failed(const core::Error &error)
{
    m_errand.release()->deleteLater(); // it is the sender
    m_problem = error.text();
    if (m_end)
        conclude(*m_end);
    else
        ask();
}

void TrialNotice::conclude(TrialEnd end)
{
    m_end = end;
    if (!m_errand && !m_over)
        say(endTiding(end, m_device));
}

void TrialNotice::say(const Tiding &last)
{
    m_over = true;
    m_tick.stop();
    m_clock->disconnect(this);
    if (m_question)
        m_question->close();
    auto *notification = new KNotification(u"trialEnded"_s);
    notification->setComponentName(u"turnout"_s);
    notification->setTitle(last.title);
    notification->setText(last.text.toHtmlEscaped());
    connect(notification, &KNotification::closed, this, &TrialNotice::finished);
    notification->sendEvent();
    // Some desktops keep it for good, and that is no reason to stay.
    QTimer::singleShot(1min, this, &TrialNotice::finished);
}

}
