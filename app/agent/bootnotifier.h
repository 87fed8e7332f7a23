// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "trialbootnotification.h"

#include "host/monitors/machinemonitor.h"

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

/// The machine that the agent reports about, and its ways out of this program. Tests set others than the installed program.
struct ProgramContext {
    QString root; ///< stands for /; empty: this machine
    std::function<std::unique_ptr<operation::Transport>()> transport;
    /// Opens the window on a device. `token`: the right to take the focus.
    std::function<void(const core::PciAddress &address, const QString &token)> showWindow;
};

/// Whether anything is stored that could need a notification. Otherwise the agent ends at once.
bool isAnythingStored(const QString &root);

/// The whole program; returns the exit code.
int runProgram(int argc, char **argv, const ProgramContext &context);

/// Notifies the user about boot assignments that were not applied and about trials. Waits for the end of a trial, and for
/// the check of this boot where the login was faster; sleeps in between.
class BootNotifier : public QObject
{
    Q_OBJECT

public:
    explicit BootNotifier(ProgramContext context, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// Nothing is left to report or to wait for.
    void finished();

private:
    struct Scan {
        core::SnapshotPtr snapshot;
        QList<core::BootAssignmentStatus> statuses;
        core::Error error; ///< where the snapshot or its boot assignments could not be read
    };
    static Scan scan(const QString &root);

    void scanAgain();
    void scanned();
    void reportUnmet(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot);
    void reportUnreadable(const core::Error &error);
    void reportEnded(const core::BootAssignment &trial, const core::Snapshot &snapshot);
    KNotification *sticky(const QString &event, const Notification &notification); ///< not yet shown
    void open(KNotification *notification);
    void followTrials(const Scan &scan);
    static bool isCheckPending(const Scan &scan);
    void finishIfDone();
    std::unique_ptr<operation::Operation> makeOperation(const core::Goal &goal) const;

    ProgramContext m_context;
    QFutureWatcher<Scan> m_scan;
    bool m_scanAgain = false; ///< something changed during the scan
    std::unique_ptr<host::MachineMonitor> m_monitor; ///< while there is something to wait for
    QTimer m_timeout; ///< of the check of this boot
    TrialBootClock *m_clock = nullptr;
    QList<TrialBootNotification *> m_trials;
    QSet<QString> m_reported; ///< PCI paths; the empty one stands for what cannot be read
    int m_open = 0; ///< notifications that the user has not closed
    bool m_waiting = false; ///< for the check of this boot
};

}
