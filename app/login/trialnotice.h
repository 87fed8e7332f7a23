// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "tidings.h"
#include "trialclock.h"

#include "app/client/errand.h"

#include <QPointer>
#include <QTimer>

class KNotification;

namespace app::login
{

using ErrandMaker = std::function<std::unique_ptr<client::Errand>(const core::Goal &goal)>;

/// One GPU on trial, from the question whether to keep it to what became of it.
class TrialNotice : public QObject
{
    Q_OBJECT

public:
    TrialNotice(core::ChoiceState trial, const core::SnapshotPtr &snapshot, TrialClock *clock, ErrandMaker errands, QObject *parent = nullptr);
    ~TrialNotice() override;

    const core::ChoiceState &trial() const
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
    void say(const Tiding &last);
    void begin(const core::Goal &goal);
    void phaseChanged(client::Errand::Phase phase);
    void failed(const core::Error &error);

    core::ChoiceState m_trial;
    core::SnapshotPtr m_snapshot;
    QString m_device;
    TrialClock *m_clock;
    ErrandMaker m_errands;
    std::unique_ptr<client::Errand> m_errand;
    QPointer<KNotification> m_question;
    QString m_problem;
    std::optional<TrialEnd> m_end; ///< heard of while an errand was under way
    bool m_asked = false;
    bool m_over = false;
    QTimer m_tick;
};

}
