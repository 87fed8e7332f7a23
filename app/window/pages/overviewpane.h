// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/shownmachine.h"
#include "app/window/details/bootassignmentcard.h"

#include <QScrollArea>

class QVBoxLayout;

namespace app
{

class GpuButton;

/// Shown while no function is selected: which machine this is, its GPUs with their verdicts, and whether it is ready.
class OverviewPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewPane(QWidget *parent = nullptr);

    /// `desk`: as for detailsOf().
    void setMachine(const ShownMachinePtr &machine, const ActionAvailability &controller = {});

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    void actionRequested(const app::DeviceAction &action, const core::PciAddress &address);

private:
    /// A change that may be halfway, and the way out.
    struct Unfinished {
        core::PciAddress address;
        QString sentence;
        DeviceAction action;

        bool operator==(const Unfinished &) const = default;
    };
    static QList<Unfinished> unfinishedOf(const ShownMachine &machine, const ActionAvailability &controller);

    void rebuild();
    void addUnfinished(QVBoxLayout *layout);
    void addGpus(QVBoxLayout *layout);
    void addBootAssignments(QVBoxLayout *layout);
    void addChecks(QVBoxLayout *layout);

    Overview m_overview;
    QList<Unfinished> m_unfinished;
    QList<BootAssignmentCard> m_orphans; ///< as overview.orphans
    QList<GpuButton *> m_buttons; ///< of the first GPUs
};

}
