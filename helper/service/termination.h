// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

namespace helper
{

/// Blocks SIGTERM, which systemd sends to stop a unit; Termination handles it. Call it before any thread starts, because
/// threads inherit the mask.
void blockTermination();

/// Exits on SIGTERM from the event loop: between requests, so never during a change.
class Termination : public QObject
{
    Q_OBJECT
public:
    /// Requires blockTermination().
    explicit Termination(QObject *parent);
    ~Termination() override;

private:
    int m_signals;
};

}
