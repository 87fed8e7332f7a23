// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/stepprogress.h"

#include <QWidget>

class QLabel;

namespace app
{

/// One step of a plan: a sign for its state, a sentence, and on demand the command.
class StepRow : public QWidget
{
    Q_OBJECT

public:
    StepRow(const core::Step &step, qsizetype number, qsizetype count, QWidget *parent);

    void setState(operation::StepState state);
    void setCommandVisible(bool visible);

private:
    void showState();

    QString m_position; ///< "Step 3 of 18"
    QString m_sentence;
    operation::StepState m_state = operation::StepState::Pending;
    QLabel *m_sign;
    QLabel *m_text;
    QLabel *m_command;
};

}
