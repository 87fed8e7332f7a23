// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "shownmachine.h"
#include "startcard.h"

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
    void setMachine(const ShownMachinePtr &machine, const DeskState &desk = {});

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    void deedRequested(const app::Deed &deed, const core::PciAddress &address);

private:
    /// A change that may be halfway, and the way out.
    struct Unfinished {
        core::PciAddress address;
        QString sentence;
        Deed deed;

        bool operator==(const Unfinished &) const = default;
    };
    static QList<Unfinished> unfinishedOf(const ShownMachine &machine, const DeskState &desk);

    void rebuild();
    void addUnfinished(QVBoxLayout *layout);
    void addGpus(QVBoxLayout *layout);
    void addChoices(QVBoxLayout *layout);
    void addChecks(QVBoxLayout *layout);

    Overview m_overview;
    QList<Unfinished> m_unfinished;
    QList<StartCard> m_orphans; ///< as overview.orphans
    QList<GpuButton *> m_buttons; ///< of the first GPUs
};

}
