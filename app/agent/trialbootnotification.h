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

/// One GPU on trial, from the question whether to keep it to what became of it.
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
    /// The trial is over, or was decided elsewhere. Waits for an errand of its own.
    void conclude(TrialEnd end);

Q_SIGNALS:
    /// All was said, and the last of it read or timed out.
    void finished();

private:
    void ask();
    void tell();
    void say(const Notification &last);
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
    std::optional<TrialEnd> m_end; ///< heard of while an errand was under way
    bool m_asked = false;
    bool m_over = false;
    QTimer m_tick;
};

}
