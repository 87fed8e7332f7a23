// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "notifications.h"
#include "trialbootclock.h"

#include "app/operation/operation.h"

#include <QPointer>
#include <QTimer>

class KNotification;

namespace app::agent
{

using OperationMaker = std::function<std::unique_ptr<operation::Operation>(const core::Goal &goal)>;

/// One trial, from the question whether to keep the GPU to the end of the trial.
class TrialBootNotification : public QObject
{
    Q_OBJECT

public:
    TrialBootNotification(core::BootAssignmentStatus trial, const core::SnapshotPtr &snapshot, TrialBootClock *clock, OperationMaker operations, QObject *parent = nullptr);
    ~TrialBootNotification() override;

    const core::BootAssignmentStatus &trial() const
    {
        return m_trial;
    }
    /// The trial ended, or was decided elsewhere. Waits for an operation of its own.
    void conclude(TrialEnd end);

Q_SIGNALS:
    /// The last notification was closed or timed out.
    void finished();

private:
    void ask();
    void update();
    void finish(const Notification &last);
    void begin(const core::Goal &goal);
    void phaseChanged(operation::Operation::Phase phase);
    void failed(const core::Error &error);

    core::BootAssignmentStatus m_trial;
    core::SnapshotPtr m_snapshot;
    QString m_device;
    TrialBootClock *m_clock;
    OperationMaker m_operations;
    std::unique_ptr<operation::Operation> m_operation;
    QPointer<KNotification> m_question;
    QString m_problem;
    std::optional<TrialEnd> m_end; ///< reported while an operation was under way
    bool m_asked = false;
    bool m_finished = false;
    QTimer m_tick;
};

}
