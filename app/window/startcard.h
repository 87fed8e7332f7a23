// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deed.h"
#include "infocard.h"
#include "startchoices.h"

#include <functional>
#include <optional>

namespace app
{

/// What the details say about starts of the computer: what is chosen, and what can be chosen now.
struct StartCard {
    bool chosen = false; ///< something is stored
    Tone tone = Tone::Plain;
    QString sentence;
    QString detail;
    QList<Deed> deeds; ///< the one to take first in front

    bool operator==(const StartCard &) const = default;
};

/// None: nothing is chosen for this function, and nothing can be. `cannotChange` as for the details.
std::optional<StartCard> startCardOf(const StartChoices &choices, const core::Snapshot &snapshot, const core::Function &function, const QString &cannotChange);
/// For a choice whose place is empty.
StartCard orphanCard(const core::ChoiceState &orphan, const core::Snapshot &snapshot, const QString &cannotChange);

InfoCard *makeStartCard(const StartCard &start, const std::function<void(const Deed &)> &requested, QWidget *parent);

}
