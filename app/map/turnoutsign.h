// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/devicestate.h"

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QRectF>

class QPainter;

namespace app
{

struct SignColors {
    QColor plate;
    QColor border;
    QColor route; ///< the route that is set
    QColor idle; ///< the other one

    static SignColors of(const QPalette &palette, DeviceState state);
};

/// The product's sign: a track from the left with a turnout, in the largest square in `rect`. The states differ in
/// shape, not only in color.
void paintTurnoutSign(QPainter &painter, const QRectF &rect, DeviceState state, const SignColors &colors);

/// The sign in all icon sizes.
QIcon turnoutIcon(DeviceState state, const QPalette &palette);

}
