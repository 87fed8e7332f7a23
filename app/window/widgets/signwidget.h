// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/devicestate.h"

#include <QWidget>

namespace app
{

/// The product's sign in the colors of the palette.
class SignWidget : public QWidget
{
    Q_OBJECT

public:
    SignWidget(DeviceState state, QWidget *parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    DeviceState m_state;
};

}
