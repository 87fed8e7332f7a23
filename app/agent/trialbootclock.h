// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

#include <chrono>
#include <optional>

namespace app::agent
{

/// When trials end. Only systemd knows, because its timer ends them.
class TrialBootClock : public QObject
{
    Q_OBJECT

public:
    explicit TrialBootClock(QObject *parent = nullptr);

    /// Nothing while the timer does not run, as before the boot is complete.
    std::optional<std::chrono::milliseconds> timeLeft() const;
    bool hasAnswered() const
    {
        return m_answered;
    }
    void query();

Q_SIGNALS:
    /// timeLeft() is known, or not known yet.
    void answered();

private Q_SLOTS:
    void bootFinished();

private:
    bool m_answered = false;
    std::optional<std::chrono::steady_clock::time_point> m_end;
};

}
