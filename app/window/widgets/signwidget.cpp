// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "signwidget.h"

#include "app/map/turnoutsign.h"

#include <QPainter>

namespace app
{

SignWidget::SignWidget(DeviceState state, QWidget *parent)
    : QWidget(parent)
    , m_state(state)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(deviceStateText(state));
    setToolTip(deviceStateText(state));
}

QSize SignWidget::sizeHint() const
{
    const int side = 3 * fontMetrics().height();
    return {side, side};
}

void SignWidget::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintTurnoutSign(painter, rect(), m_state, SignColors::of(palette(), m_state));
}

}
