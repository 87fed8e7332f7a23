// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/overview.h"
#include "app/window/details/bootassignmentcard.h"

#include <QScrollArea>

class QVBoxLayout;

namespace app
{

class GpuButton;

/// Shown while no function is selected: the machine, its GPUs with their verdicts, and what the machine lacks.
class OverviewPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewPane(QWidget *parent = nullptr);

    void setOverview(const Overview &overview, const ActionAvailability &availability);

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    void operationRequested(const core::Goal &goal);

private:
    /// A change that may be incomplete.
    struct Unfinished {
        QString sentence;
        DeviceAction action;

        bool operator==(const Unfinished &) const = default;
    };
    static QList<Unfinished> unfinishedOf(const Overview &overview, const QHash<core::PciAddress, core::Verb> &others);

    void rebuild();
    void addUnfinished(QVBoxLayout *layout);
    void addGpus(QVBoxLayout *layout);
    void addBootAssignments(QVBoxLayout *layout);
    void addChecks(QVBoxLayout *layout);

    Overview m_overview;
    QList<Unfinished> m_unfinished;
    QString m_disabledReason;
    QList<GpuButton *> m_buttons; ///< of the first GPUs
};

}
