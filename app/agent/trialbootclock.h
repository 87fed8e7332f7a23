// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

#include <chrono>
#include <optional>

namespace app::agent
{

/// When trials go back: systemd alone knows, because its timer ends them.
class TrialBootClock : public QObject
{
    Q_OBJECT

public:
    explicit TrialBootClock(QObject *parent = nullptr);

    /// Nothing while the timer does not run yet, as before the start of the computer is complete.
    std::optional<std::chrono::milliseconds> left() const;
    bool hasAnswered() const
    {
        return m_answered;
    }
    void ask();

Q_SIGNALS:
    /// There is something new to say about left().
    void answered();

private Q_SLOTS:
    void startIsComplete();

private:
    bool m_answered = false;
    std::optional<std::chrono::steady_clock::time_point> m_end;
};

}
