// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/step.h"

#include <QWidget>

class QLabel;

namespace app
{

/// One step of a plan: a sign for how it stands, what it does, and on demand the write that it is.
class StepRow : public QWidget
{
    Q_OBJECT

public:
    enum class State : quint8 {
        Planned,
        Running,
        Slow, ///< it runs longer than it should
        Done,
        Failed,
        TakenBack,
        Left, ///< it was to be taken back, and is not
    };

    StepRow(const core::Step &step, qsizetype number, qsizetype count, QWidget *parent);

    State state() const
    {
        return m_state;
    }
    void setState(State state);
    void setCommandVisible(bool visible);

private:
    void showState();

    QString m_path; ///< "Step 3 of 18"
    QString m_sentence;
    State m_state = State::Planned;
    QLabel *m_sign;
    QLabel *m_text;
    QLabel *m_command;
};

}
