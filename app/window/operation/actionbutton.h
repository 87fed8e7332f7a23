// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceaction.h"

#include <functional>

class QPushButton;
class QVBoxLayout;
class QWidget;

namespace app
{

using RequestHandler = std::function<void(const core::Goal &)>;

/// Its object name is the verb: "assign", "persist", "persist-next-boot" …
QPushButton *makeActionButton(const DeviceAction &action, const QString &disabledReason, const RequestHandler &requested, QWidget *parent);

/// Below disabled buttons: a tool tip is out of reach for the keyboard. Nothing where `reason` is empty.
void addDisabledReason(QVBoxLayout *layout, const QString &reason, QWidget *parent);

}
