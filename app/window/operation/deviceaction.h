// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"

#include <QHash>

namespace app
{

/// What can be done with a GPU now, in one button.
struct DeviceAction {
    core::Verb verb = core::Verb::Assign;
    bool nextBootOnly = false; ///< Persist: at the next start only
    QString label;
    QString disabledReason; ///< empty: it can be pressed

    bool operator==(const DeviceAction &) const = default;
};

/// How it stands with changes of the machine that is shown.
struct ActionAvailability {
    QString cannotChange; ///< why nothing can be changed now, in a sentence for the user; empty: it can
    QHash<core::PciAddress, core::Verb> unfinished; ///< what was begun and maybe left halfway, by the GPU that it was for
};

}
