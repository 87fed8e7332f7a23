// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootnotifier.h"

#include "logging.h"

#include "core/pci/pciclass.h"
#include "host/machine/machinereader.h"
#include "host/machine/bootassignmentfile.h"

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

namespace app::agent
{

namespace
{
using Span = core::BootAssignmentStatus::Span;
using Standing = core::BootAssignmentStatus::Standing;

/// udev may take its time before the choices are compared with a start.
constexpr auto timeout = 3min;

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

bool isOnTrial(const core::BootAssignmentStatus &state)
{
    return state.span == Span::ThisBoot && !core::isUnmet(state);
}
}

bool isAnythingStored(const QString &root)
{
    return std::ranges::any_of(std::array{core::bootAssignmentsFile, core::trialFile, core::endedTrialFile}, [&root](const char *file) {
        return QFile::exists(pathOf(root, file));
    });
}

BootNotifier::BootNotifier(ProgramContext context, QObject *parent)
    : QObject(parent)
    , m_context(std::move(context))
{
    m_timeout.setSingleShot(true);
    m_timeout.setInterval(timeout);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        m_waiting = false;
        finishIfDone();
    });
    connect(&m_looking, &QFutureWatcherBase::finished, this, &BootNotifier::looked);
}

void BootNotifier::start()
{
    // Before the first look, which then misses nothing.
    m_monitor = std::make_unique<host::BootAssignmentMonitor>(m_context.root);
    connect(m_monitor.get(), &host::BootAssignmentMonitor::changed, this, &BootNotifier::lookAgain);
    lookAgain();
}

BootNotifier::Look BootNotifier::look(const QString &root)
{
    // Before the machine, so that what a look sees of it is never older than what is stored.
    const auto assignments = host::readStoredBootAssignments(root);
    if (!assignments)
        return {.snapshot = {}, .assignments = {}, .states = {}, .error = assignments.error()};
    auto snapshot = host::readMachine({.sysroot = root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return {.snapshot = {}, .assignments = {}, .states = {}, .error = snapshot.error()};
    QList<core::BootAssignmentStatus> states = core::bootAssignmentStatuses(*snapshot, *assignments);
    return {.snapshot = std::make_shared<const core::Snapshot>(std::move(snapshot).value()), .assignments = *assignments, .states = std::move(states), .error = {}};
}

void BootNotifier::lookAgain()
{
    m_lookAgain = m_looking.isRunning();
    if (!m_lookAgain)
        m_looking.setFuture(QtConcurrent::run(look, m_context.root));
}

void BootNotifier::looked()
{
    const Look found = m_looking.result();
    qCDebug(TURNOUT_AGENT).noquote() << "Read" << found.states.size() << "boot assignments" << found.error.text();
    if (!found.snapshot) {
        tellUnreadable(found.error);
    } else {
        for (const core::BootAssignmentStatus &state : found.states) {
            if (core::isUnmet(state))
                tellUnmet(state, *found.snapshot);
        }
        followTrials(found);
        for (const core::BootAssignment &trial : found.assignments.ended)
            tellEnded(trial, found);
    }
    m_waiting = found.snapshot && isAnythingToCome(found);
    if (m_waiting && !m_timeout.isActive())
        m_timeout.start();
    if (m_lookAgain)
        lookAgain();
    else
        finishIfDone();
}

/// What was on trial and is told as such needs no word about its driver: it was given back.
void BootNotifier::tellUnmet(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot)
{
    const QString place = state.gpu.parts.value(0).identity.path;
    if (m_told.contains(place))
        return;
    m_told.insert(place);
    KNotification *notification = sticky(u"unmet"_s, unmetNotification(state, snapshot));
    const KNotificationAction *show = notification->addAction(i18nc("@action:button of a notification", "Show"));
    connect(show, &KNotificationAction::activated, this, [this, notification, address = state.address] {
        m_context.showWindow(address, notification->xdgActivationToken());
    });
    open(notification);
}

void BootNotifier::tellUnreadable(const core::Error &error)
{
    if (m_told.contains(QString()))
        return;
    m_told.insert(QString());
    open(sticky(u"unmet"_s, {.title = error.what, .text = QString(error.why + u' ' + error.remedy).trimmed()}));
}

/// A trial that nobody answered, because nobody was logged in. What was answered is known, and so is what was told before.
void BootNotifier::tellEnded(const core::BootAssignment &trial, const Look &look)
{
    const core::Identity &gpu = trial.parts.value(0).identity;
    const core::Function *function = core::functionOf(*look.snapshot, gpu);
    if (!function || trialEnd(trial, *look.snapshot, look.assignments) != TrialEnd::WentBack || m_told.contains(gpu.path) || !isNews(gpu.path))
        return;
    m_told.insert(gpu.path);
    open(sticky(u"trialEnded"_s, endNotification(TrialEnd::WentBack, core::displayName(*function))));
}

KNotification *BootNotifier::sticky(const QString &event, const Notification &content)
{
    auto *notification = new KNotification(event, KNotification::Persistent, this);
    notification->setComponentName(u"turnout"_s);
    notification->setTitle(content.title);
    notification->setText(content.text.toHtmlEscaped());
    return notification;
}

void BootNotifier::open(KNotification *notification)
{
    ++m_open;
    connect(notification, &KNotification::closed, this, [this] {
        --m_open;
        finishIfDone();
    });
    notification->sendEvent();
}

void BootNotifier::followTrials(const Look &look)
{
    for (TrialBootNotification *notice : std::as_const(m_notices)) {
        const bool goesOn = std::ranges::any_of(look.states, [notice](const core::BootAssignmentStatus &state) {
            return isOnTrial(state) && state.gpu == notice->trial().gpu;
        });
        if (!goesOn)
            notice->conclude(trialEnd(notice->trial().gpu, *look.snapshot, look.assignments));
    }
    for (const core::BootAssignmentStatus &state : look.states) {
        const QString place = state.gpu.parts.value(0).identity.path;
        if (!isOnTrial(state) || m_told.contains(place))
            continue;
        m_told.insert(place);
        if (!m_clock) {
            m_clock = new TrialBootClock(this);
            m_clock->ask();
        }
        auto *notice = new TrialBootNotification(
            state,
            look.snapshot,
            m_clock,
            [this](const core::Goal &goal) {
                return makeOperation(goal);
            },
            this);
        connect(notice, &TrialBootNotification::finished, this, [this, notice] {
            if (m_notices.removeOne(notice))
                notice->deleteLater();
            finishIfDone();
        });
        m_notices += notice;
    }
}

/// A choice that a start did not compare yet is judged when it has; one made since then says so for the same while.
bool BootNotifier::isAnythingToCome(const Look &look) const
{
    return !look.assignments.bootChecked && std::ranges::any_of(look.states, [](const core::BootAssignmentStatus &state) {
        return state.standing == Standing::FromNextBoot;
    });
}

void BootNotifier::finishIfDone()
{
    if (m_waiting || !m_notices.isEmpty() || m_looking.isRunning())
        return;
    // What is told may stand unread for days. It needs no look at the machine whenever something changes in /etc or /run.
    m_monitor.reset();
    if (m_open == 0)
        Q_EMIT finished();
}

std::unique_ptr<operation::Operation> BootNotifier::makeOperation(const core::Goal &goal) const
{
    const QString root = m_context.root;
    const operation::Reader reader = [root] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
    auto operation = std::make_unique<operation::Operation>(goal, reader, m_context.transport());
    operation->setBootAssignmentsReader([root] {
        return host::readBootAssignments(root);
    });
    return operation;
}

}
