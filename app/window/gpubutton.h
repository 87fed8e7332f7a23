// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QAbstractButton>

#include "app/map/turnoutsign.h"
#include "core/finding.h"

namespace app
{

/// A GPU of the overview: its sign, name and verdict; a click or Enter goes to it.
class GpuButton : public QAbstractButton
{
    Q_OBJECT

public:
    GpuButton(TurnoutState state, const QString &name, const QString &subtitle, core::Verdict verdict, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QSize sizeHint() const override;
    bool event(QEvent *event) override;
};

}
