// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/operation.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace app
{

class InfoCard;
class StepRow;

/// One operation from its plan to its result, in place of the details. Never modal.
class OperationPane : public QWidget
{
    Q_OBJECT

public:
    explicit OperationPane(QWidget *parent = nullptr);

    /// Shows it until it is deleted or another one is set.
    void setOperation(operation::Operation *operation, const QString &deviceName);

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    /// By the user.
    void closed();
    void planAgainRequested();
    void recoverRequested();

private:
    void phaseChanged(operation::Operation::Phase phase);
    void failed(const core::Error &error);
    void progressed(const core::Progress &progress);

    /// New content with its title, to be filled and passed to finish().
    QVBoxLayout *restart();
    void finish(QVBoxLayout *layout);
    void showPlan();
    void showResult();
    void addCompanions(QVBoxLayout *layout);
    void addBlockers(QVBoxLayout *layout);
    void planAsWanted();
    void addAcceptBox(InfoCard *card, const core::Finding &finding);
    void addLossBox(InfoCard *card, const QString &findingId, const QString &loss, bool accepted);
    void addSteps(QVBoxLayout *layout);
    void addWrites(QVBoxLayout *layout);
    void addDifferences(QVBoxLayout *layout, const operation::OperationResult &result);
    void setCommandsVisible(bool visible);
    void showStepStates();
    void updateButtons();
    void setStatus(const QString &text);

    QPointer<operation::Operation> m_operation;
    QString m_deviceName;
    core::Goal m_wanted; ///< of the next plan: what the boxes say by now
    QHash<QString, bool> m_losses; ///< by finding: whether the user accepts it
    bool m_commandsVisible = false;

    QScrollArea *m_area;
    QLabel *m_status;
    QProgressBar *m_bar;
    QPushButton *m_confirm;
    QPushButton *m_planAgain;
    QPushButton *m_recover;
    QPushButton *m_close;
    QList<StepRow *> m_rows;
};

}
