// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QObject>

namespace helper
{

/// SIGTERM, with which systemd stops a unit, no longer ends this process; Termination does, in its own time. Before the
/// first thread is there, because each has a mask of its own.
void holdTermination();

/// Ends the helper after a SIGTERM, when its event loop comes to it: between requests, and so never in the midst of a change.
class Termination : public QObject
{
    Q_OBJECT
public:
    /// After holdTermination().
    explicit Termination(QObject *parent);
    ~Termination() override;

private:
    int m_signals;
};

}
