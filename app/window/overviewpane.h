// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "shownmachine.h"

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

    void setMachine(const ShownMachinePtr &machine);

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);

private:
    void rebuild();
    void addGpus(QVBoxLayout *layout);
    void addChecks(QVBoxLayout *layout);

    Overview m_overview;
    QList<GpuButton *> m_buttons; ///< of the first GPUs
};

}
