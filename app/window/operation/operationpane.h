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

/// One errand from its plan to its result, in place of the details: what to know first, every write, one button; then
/// how far it is; then what the machine says. Nothing of it is modal.
class OperationPane : public QWidget
{
    Q_OBJECT

public:
    explicit OperationPane(QWidget *parent = nullptr);

    /// Shows it until it is gone or another is set.
    void setOperation(operation::Operation *operation, const QString &deviceName);
    const QString &deviceName() const
    {
        return m_deviceName;
    }

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    /// The user is done with it.
    void closed();
    void againRequested();
    void recoverRequested();

private:
    void phaseChanged(operation::Operation::Phase phase);
    void failed(const core::Error &error);
    void progressed(const core::Progress &progress);

    /// New content, with its title, to be built and then finished.
    QVBoxLayout *restart();
    void finish(QVBoxLayout *layout);
    void showPlan();
    void showResult();
    void addBlockers(QVBoxLayout *layout);
    void addPass(InfoCard *card, const core::Finding &finding);
    void addLoss(InfoCard *card, const QString &findingId, const QString &loss, bool ticked);
    void addSteps(QVBoxLayout *layout);
    void addWrites(QVBoxLayout *layout);
    /// A plan that would change something.
    void addDifferences(QVBoxLayout *layout, const operation::OperationResult &result);
    void showCommands(bool visible);
    void updateButtons();
    void say(const QString &text);

    QPointer<operation::Operation> m_operation;
    QString m_deviceName;
    QStringList m_accepted;
    QHash<QString, bool> m_losses; ///< whether the user has ticked them, by the finding
    bool m_withCommands = false;

    QScrollArea *m_area;
    QLabel *m_status;
    QProgressBar *m_bar;
    QPushButton *m_do;
    QPushButton *m_again;
    QPushButton *m_recover;
    QPushButton *m_close;
    QList<StepRow *> m_rows;
    qsizetype m_begun = 0; ///< how many steps were begun
    bool m_tookBack = false; ///< the helper has begun to take them back
};

}
