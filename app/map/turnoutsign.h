// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QRectF>

class QPainter;

namespace app
{

/// How the turnout of a GPU is set.
enum class DeviceState : quint8 {
    Host, ///< the host uses it
    Assigned, ///< a VFIO driver holds it for a virtual machine
    Suspended, ///< it sleeps
    Open, ///< no driver: no route is set
};

/// Sleep goes before the driver: a parked card is parked, whoever owns it.
DeviceState deviceState(const core::Function &gpu);

struct SignColors {
    QColor plate;
    QColor border;
    QColor route; ///< the route that is set
    QColor idle; ///< the other one

    static SignColors of(const QPalette &palette, DeviceState state);
};

/// The product's sign: a track from the left with a turnout, drawn into the largest square in `rect`. The states
/// differ in shape, not only in colour.
void paintTurnoutSign(QPainter &painter, const QRectF &rect, DeviceState state, const SignColors &colors);

/// The sign at any size, for the tray and for lists.
QIcon turnoutIcon(DeviceState state, const QPalette &palette);

}
