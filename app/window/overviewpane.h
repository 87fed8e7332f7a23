// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "shownmachine.h"

#include "app/map/turnoutsign.h"
#include "core/doctor.h"

#include <QScrollArea>

class QVBoxLayout;

namespace app
{

/// Shown while no function is selected: which machine this is, its GPUs with their verdicts, and whether it is ready.
class OverviewPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit OverviewPane(QWidget *parent = nullptr);

    void setMachine(const ShownMachinePtr &machine);

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);

private:
    /// What the pane shows, so that it can stand still when a refresh changed nothing of it.
    struct Gpu {
        core::PciAddress address;
        QString name;
        QString subtitle;
        TurnoutState state = TurnoutState::Straight;
        core::Verdict verdict = core::Verdict::Ready;

        bool operator==(const Gpu &) const = default;
    };
    struct Overview {
        QString name;
        QString subtitle;
        QList<Gpu> gpus;
        QList<core::DoctorCheck> checks;

        bool operator==(const Overview &) const = default;
    };
    static Overview overviewOf(const ShownMachine &machine);

    void rebuild();
    void addGpus(QVBoxLayout *layout);
    void addChecks(QVBoxLayout *layout);

    Overview m_overview;
};

}
