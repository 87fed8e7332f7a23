// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/goal.h"

namespace app
{

/// What can be done with a GPU now, in one button.
struct Deed {
    core::Verb verb = core::Verb::Assign;
    bool tryOnce = false; ///< Persist: at the next start only
    QString label;
    QString whyNot; ///< empty: it can be pressed

    bool operator==(const Deed &) const = default;
};

}
