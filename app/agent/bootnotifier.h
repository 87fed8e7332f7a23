// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "trialbootnotification.h"

#include "host/monitors/bootassignmentmonitor.h"

#include <QFutureWatcher>
#include <QSet>

#include <functional>

class KNotification;

namespace app::operation
{
class Transport;
}

namespace app::agent
{

/// The machine it tells about, and the ways out of this program. Only a test's own program sets others than the installed.
struct ProgramContext {
    QString root; ///< what stands for /; empty: this machine
    std::function<std::unique_ptr<operation::Transport>()> transport;
    /// Opens the window on a device. `token`: the right to take the focus.
    std::function<void(const core::PciAddress &address, const QString &token)> showWindow;
};

/// Whether anything is stored that could need telling. Without it nothing of this program has to run.
bool isAnythingStored(const QString &root);

/// The whole program; returns the exit code.
int runProgram(int argc, char **argv, const ProgramContext &context);

/// Compares what is stored for starts with this one, tells what the user has to know, and waits for what is still to come:
/// the end of a trial, or the first look after a start where the login was faster. Sleeps in between.
class BootNotifier : public QObject
{
    Q_OBJECT

public:
    explicit BootNotifier(ProgramContext context, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// Nothing is left to tell or to wait for.
    void finished();

private:
    struct Look {
        core::SnapshotPtr snapshot;
        core::StoredBootAssignments assignments;
        QList<core::BootAssignmentStatus> states; ///< how these stand against that
        core::Error error; ///< where either could not be read
    };
    static Look look(const QString &root);

    void lookAgain();
    void looked();
    void tellUnmet(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot);
    void tellUnreadable(const core::Error &error);
    void tellEnded(const core::BootAssignment &trial, const Look &look);
    KNotification *sticky(const QString &event, const Notification &notification); ///< not yet shown
    void open(KNotification *notification);
    void followTrials(const Look &look);
    bool isAnythingToCome(const Look &look) const;
    void finishIfDone();
    std::unique_ptr<operation::Operation> makeOperation(const core::Goal &goal) const;

    ProgramContext m_context;
    QFutureWatcher<Look> m_looking;
    bool m_lookAgain = false; ///< something changed while it was looking
    std::unique_ptr<host::BootAssignmentMonitor> m_monitor; ///< while there is something to wait for
    QTimer m_timeout; ///< with a first look that does not come
    TrialBootClock *m_clock = nullptr;
    QList<TrialBootNotification *> m_notices;
    QSet<QString> m_told; ///< places
    int m_open = 0; ///< notifications that wait for an answer
    bool m_waiting = false;
};

}
