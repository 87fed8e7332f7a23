// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"

#include <QHash>

namespace app
{

/// A button or menu item that starts an operation on a GPU.
struct DeviceAction {
    core::Goal goal;
    QString label;

    bool operator==(const DeviceAction &) const = default;
};

/// Whether operations can start now, and which are unfinished.
struct ActionAvailability {
    QString disabledReason; ///< a sentence for the user; empty: operations can start
    QHash<core::PciAddress, core::Verb> unfinished; ///< changes that may be incomplete, by GPU
};

}
