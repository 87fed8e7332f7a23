// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootnotifier.h"

#include "logging.h"

#include "core/pci/pciclass.h"
#include "host/machine/machinereader.h"

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
/// udev may take its time before this boot is checked.
constexpr auto timeout = 3min;

/// True once in each boot, however often the user logs in.
bool isNew(const QString &path)
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    const QString boot = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.readAll().trimmed()) : QString();
    KConfigGroup config(KSharedConfig::openStateConfig(u"turnoutstaterc"_s), u"Trials"_s);
    QStringList reported = config.readEntry("Boot", QString()) == boot ? config.readEntry("Reported", QStringList()) : QStringList();
    if (reported.contains(path))
        return false;
    reported += path;
    config.writeEntry("Boot", boot);
    config.writeEntry("Reported", reported);
    config.sync();
    return true;
}

bool isOnTrial(const core::BootAssignmentStatus &status)
{
    return status.span == core::BootAssignmentStatus::Span::ThisBoot && !core::isUnmet(status);
}
}

bool isAnythingStored(const QString &root)
{
    return std::ranges::any_of(std::array{core::bootAssignmentsFile, core::trialFile, core::endedTrialFile}, [&root](const char *file) {
        return QFile::exists(root + u'/' + QLatin1StringView(file));
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
    connect(&m_scan, &QFutureWatcherBase::finished, this, &BootNotifier::scanned);
}

void BootNotifier::start()
{
    // Before the first scan, so that no change is missed.
    m_monitor = std::make_unique<host::MachineMonitor>(m_context.root);
    connect(m_monitor.get(), &host::MachineMonitor::changed, this, &BootNotifier::scanAgain);
    scanAgain();
}

BootNotifier::Scan BootNotifier::scan(const QString &root)
{
    auto snapshot = host::readMachine({.sysroot = root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return {.snapshot = {}, .statuses = {}, .error = snapshot.error()};
    if (const auto error = core::unreadable(snapshot->boot))
        return {.snapshot = {}, .statuses = {}, .error = *error};
    QList<core::BootAssignmentStatus> statuses = core::bootAssignmentStatuses(*snapshot);
    return {.snapshot = std::make_shared<const core::Snapshot>(std::move(snapshot).value()), .statuses = std::move(statuses), .error = {}};
}

void BootNotifier::scanAgain()
{
    m_scanAgain = m_scan.isRunning();
    if (!m_scanAgain)
        m_scan.setFuture(QtConcurrent::run(scan, m_context.root));
}

void BootNotifier::scanned()
{
    const Scan found = m_scan.result();
    qCDebug(TURNOUT_AGENT).noquote() << "Read" << found.statuses.size() << "boot assignments" << found.error.text();
    if (!found.snapshot) {
        reportUnreadable(found.error);
    } else {
        for (const core::BootAssignmentStatus &status : found.statuses) {
            if (core::isUnmet(status))
                reportUnmet(status, *found.snapshot);
        }
        followTrials(found);
        for (const core::BootAssignment &trial : *found.snapshot->boot.endedTrials)
            reportEnded(trial, *found.snapshot);
    }
    m_waiting = found.snapshot && isCheckPending(found);
    if (m_waiting && !m_timeout.isActive())
        m_timeout.start();
    if (m_scanAgain)
        scanAgain();
    else
        finishIfDone();
}

/// Not for a trial that was reported as such: its GPU returned to the host.
void BootNotifier::reportUnmet(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot)
{
    const QString path = status.assignment.gpu().path;
    if (m_reported.contains(path))
        return;
    m_reported.insert(path);
    KNotification *notification = sticky(u"unmet"_s, unmetNotification(status, snapshot));
    const KNotificationAction *show = notification->addAction(i18nc("@action:button of a notification", "Show"));
    connect(show, &KNotificationAction::activated, this, [this, notification, address = status.address] {
        m_context.showWindow(address, notification->xdgActivationToken());
    });
    open(notification);
}

void BootNotifier::reportUnreadable(const core::Error &error)
{
    if (m_reported.contains(QString()))
        return;
    m_reported.insert(QString());
    open(sticky(u"unmet"_s, {.title = error.what, .text = QString(error.why + u' ' + error.remedy).trimmed()}));
}

/// Only a trial that ended before the user logged in, and that no earlier login reported.
void BootNotifier::reportEnded(const core::BootAssignment &trial, const core::Snapshot &snapshot)
{
    const core::Identity gpu = trial.gpu();
    const core::Function *function = core::functionOf(snapshot, gpu);
    if (!function || trialEnd(trial, snapshot) != TrialEnd::Returned || m_reported.contains(gpu.path) || !isNew(gpu.path))
        return;
    m_reported.insert(gpu.path);
    open(sticky(u"trialEnded"_s, endNotification(TrialEnd::Returned, core::displayName(*function))));
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

void BootNotifier::followTrials(const Scan &scan)
{
    for (TrialBootNotification *trial : std::as_const(m_trials)) {
        const core::BootAssignment &assignment = trial->trial().assignment;
        const bool continues = std::ranges::any_of(scan.statuses, [&assignment](const core::BootAssignmentStatus &status) {
            return isOnTrial(status) && status.assignment == assignment;
        });
        if (const TrialEnd end = trialEnd(assignment, *scan.snapshot); !continues && end != TrialEnd::None)
            trial->conclude(end);
    }
    for (const core::BootAssignmentStatus &status : scan.statuses) {
        const QString path = status.assignment.gpu().path;
        if (!isOnTrial(status) || m_reported.contains(path))
            continue;
        m_reported.insert(path);
        if (!m_clock) {
            m_clock = new TrialBootClock(this);
            m_clock->query();
        }
        auto *trial = new TrialBootNotification(
            status,
            scan.snapshot,
            m_clock,
            [this](const core::Goal &goal) {
                return makeOperation(goal);
            },
            this);
        connect(trial, &TrialBootNotification::finished, this, [this, trial] {
            if (m_trials.removeOne(trial))
                trial->deleteLater();
            finishIfDone();
        });
        m_trials += trial;
    }
}

/// A pending assignment may turn out as not applied when this boot is checked.
bool BootNotifier::isCheckPending(const Scan &scan)
{
    return !scan.snapshot->boot.bootChecked && std::ranges::any_of(scan.statuses, [](const core::BootAssignmentStatus &status) {
        return status.state == core::BootAssignmentStatus::State::Pending;
    });
}

void BootNotifier::finishIfDone()
{
    if (m_waiting || !m_trials.isEmpty() || m_scan.isRunning())
        return;
    // A notification may stay open for days. It needs no further scans.
    m_monitor.reset();
    if (m_open == 0)
        Q_EMIT finished();
}

std::unique_ptr<operation::Operation> BootNotifier::makeOperation(const core::Goal &goal) const
{
    return std::make_unique<operation::Operation>(goal, host::machineReader(m_context.root), m_context.transport());
}

}
