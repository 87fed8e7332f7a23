// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "herald.h"

#include "core/pciclass.h"
#include "host/machinereader.h"
#include "host/persistedfile.h"

#include <KConfigGroup>
#include <KLocalizedString>
#include <KNotification>
#include <KSharedConfig>

#include <QFile>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app::login
{

namespace
{
using Span = core::ChoiceState::Span;
using Standing = core::ChoiceState::Standing;

/// udev may take its time before the choices are compared with a start.
constexpr auto patience = 3min;

QString pathOf(const QString &root, const char *relative)
{
    return root + u'/' + QLatin1StringView(relative);
}

/// Once in a start of the computer, however often somebody logs in.
bool isNews(const QString &place)
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    const QString start = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
    KConfigGroup told(KSharedConfig::openStateConfig(u"turnoutstaterc"_s), u"Trials"_s);
    QStringList places = told.readEntry("Start", QString()) == start ? told.readEntry("Told", QStringList()) : QStringList();
    if (places.contains(place))
        return false;
    places += place;
    told.writeEntry("Start", start);
    told.writeEntry("Told", places);
    told.sync();
    return true;
}

bool isOnTrial(const core::ChoiceState &state)
{
    return state.span == Span::ThisStart && !core::isUnmet(state);
}
}

bool isAnythingStored(const QString &root)
{
    return std::ranges::any_of(std::array{core::persistedFile, core::trialFile, core::endedTrialFile}, [&root](const char *file) {
        return QFile::exists(pathOf(root, file));
    });
}

Herald::Herald(Surroundings surroundings, QObject *parent)
    : QObject(parent)
    , m_surroundings(std::move(surroundings))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_waiting = false;
        finishIfDone();
    });
    connect(&m_looking, &QFutureWatcherBase::finished, this, &Herald::looked);
}

void Herald::start()
{
    // Before the first look, which then misses nothing.
    m_monitor = std::make_unique<host::ChoiceMonitor>(m_surroundings.root);
    connect(m_monitor.get(), &host::ChoiceMonitor::changed, this, &Herald::lookAgain);
    lookAgain();
}

Herald::Look Herald::look(const QString &root)
{
    // Before the machine, so that what a look sees of it is never older than what is stored.
    const auto choices = host::readChoices(root);
    if (!choices)
        return {.snapshot = {}, .choices = {}, .states = {}, .error = choices.error()};
    auto snapshot = host::readMachine({.sysroot = root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return {.snapshot = {}, .choices = {}, .states = {}, .error = snapshot.error()};
    QList<core::ChoiceState> states = core::choiceStates(*snapshot, *choices);
    return {.snapshot = std::make_shared<const core::Snapshot>(std::move(snapshot).value()), .choices = *choices, .states = std::move(states), .error = {}};
}

void Herald::lookAgain()
{
    m_lookAgain = m_looking.isRunning();
    if (!m_lookAgain)
        m_looking.setFuture(QtConcurrent::run(look, m_surroundings.root));
}

void Herald::looked()
{
    const Look found = m_looking.result();
    if (!found.snapshot) {
        tellUnreadable(found.error);
    } else {
        for (const core::ChoiceState &state : found.states) {
            if (core::isUnmet(state))
                tellUnmet(state, *found.snapshot);
        }
        followTrials(found);
        for (const core::PersistedGpu &trial : found.choices.ended)
            tellEnded(trial, found);
    }
    m_waiting = found.snapshot && isAnythingToCome(found);
    if (m_waiting && !m_patience.isActive())
        m_patience.start();
    if (m_lookAgain)
        lookAgain();
    else
        finishIfDone();
}

/// What was on trial and is told as such needs no word about its driver: it was given back.
void Herald::tellUnmet(const core::ChoiceState &state, const core::Snapshot &snapshot)
{
    const QString place = state.gpu.parts.value(0).identity.place;
    if (m_told.contains(place))
        return;
    m_told.insert(place);
    KNotification *notification = sticky(u"unmet"_s, unmetTiding(state, snapshot));
    const KNotificationAction *show = notification->addAction(i18nc("@action:button of a notification", "Show"));
    connect(show, &KNotificationAction::activated, this, [this, notification, address = state.address] {
        m_surroundings.showWindow(address, notification->xdgActivationToken());
    });
    open(notification);
}

void Herald::tellUnreadable(const core::Error &error)
{
    if (m_told.contains(QString()))
        return;
    m_told.insert(QString());
    open(sticky(u"unmet"_s, {.title = error.what, .text = QString(error.why + u' ' + error.remedy).trimmed()}));
}

/// A trial that nobody answered, because nobody was logged in. What was answered is known, and so is what was told before.
void Herald::tellEnded(const core::PersistedGpu &trial, const Look &look)
{
    const core::Identity &gpu = trial.parts.value(0).identity;
    const core::Function *function = core::functionOf(*look.snapshot, gpu);
    if (!function || trialEnd(trial, *look.snapshot, look.choices) != TrialEnd::WentBack || m_told.contains(gpu.place) || !isNews(gpu.place))
        return;
    m_told.insert(gpu.place);
    open(sticky(u"trialEnded"_s, endTiding(TrialEnd::WentBack, core::displayName(*function))));
}

KNotification *Herald::sticky(const QString &event, const Tiding &tiding)
{
    auto *notification = new KNotification(event, KNotification::Persistent, this);
    notification->setComponentName(u"turnout"_s);
    notification->setTitle(tiding.title);
    notification->setText(tiding.text.toHtmlEscaped());
    return notification;
}

void Herald::open(KNotification *notification)
{
    ++m_open;
    connect(notification, &KNotification::closed, this, [this] {
        --m_open;
        finishIfDone();
    });
    notification->sendEvent();
}

void Herald::followTrials(const Look &look)
{
    for (TrialNotice *notice : std::as_const(m_notices)) {
        const bool goesOn = std::ranges::any_of(look.states, [notice](const core::ChoiceState &state) {
            return isOnTrial(state) && state.gpu == notice->trial().gpu;
        });
        if (!goesOn)
            notice->conclude(trialEnd(notice->trial().gpu, *look.snapshot, look.choices));
    }
    for (const core::ChoiceState &state : look.states) {
        const QString place = state.gpu.parts.value(0).identity.place;
        if (!isOnTrial(state) || m_told.contains(place))
            continue;
        m_told.insert(place);
        if (!m_clock) {
            m_clock = new TrialClock(this);
            m_clock->ask();
        }
        auto *notice = new TrialNotice(
            state,
            look.snapshot,
            m_clock,
            [this](const core::Goal &goal) {
                return makeErrand(goal);
            },
            this);
        connect(notice, &TrialNotice::finished, this, [this, notice] {
            if (m_notices.removeOne(notice))
                notice->deleteLater();
            finishIfDone();
        });
        m_notices += notice;
    }
}

/// A choice that a start did not compare yet is judged when it has; one made since then says so for the same while.
bool Herald::isAnythingToCome(const Look &look) const
{
    return !look.choices.startChecked && std::ranges::any_of(look.states, [](const core::ChoiceState &state) {
        return state.standing == Standing::FromNextStart;
    });
}

void Herald::finishIfDone()
{
    if (m_waiting || !m_notices.isEmpty() || m_looking.isRunning())
        return;
    // What is told may stand unread for days. It needs no look at the machine whenever something changes in /etc or /run.
    m_monitor.reset();
    if (m_open == 0)
        Q_EMIT finished();
}

std::unique_ptr<client::Errand> Herald::makeErrand(const core::Goal &goal) const
{
    const QString root = m_surroundings.root;
    const client::Reader reader = [root] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
    auto errand = std::make_unique<client::Errand>(goal, reader, m_surroundings.transport());
    errand->setChoicesReader([root] {
        return host::readPersisted(root);
    });
    return errand;
}

}
