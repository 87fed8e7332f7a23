// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "persisted.h"

#include <optional>

namespace core
{

/// All that is stored about starts of the computer.
struct StoredChoices {
    QList<PersistedGpu> stored; ///< for the next start on
    QList<PersistedGpu> trials; ///< of this start
    QList<PersistedGpu> ended = {}; ///< trials of this start that are over
    /// Nothing of `stored` is younger than this start, so all of it should have come true by now.
    bool ofThisStart = false;
    bool startChecked = false; ///< the helper has compared `stored` with this start

    bool operator==(const StoredChoices &) const = default;
};

/// One choice, and how it stands against the machine.
struct ChoiceState {
    enum class Span : quint8 {
        EveryStart,
        NextStart,
        ThisStart, ///< on trial: goes back by itself unless it is chosen for every start
    };
    enum class Standing : quint8 {
        AsChosen,
        FromNextStart, ///< chosen since this start
        AnotherCard, ///< something else is in the place of one of its functions, so nothing was set aside there
        Nothing, ///< its place is empty
        OtherDriver, ///< it is the card, but not with its VFIO driver
    };
    Span span = Span::EveryStart;
    Standing standing = Standing::AsChosen;
    PersistedGpu gpu;
    PciAddress address; ///< of its place now, also where nothing is there

    bool operator==(const ChoiceState &) const = default;
};

/// Those on trial first. A trial that was chosen for every start by now is no trial any more.
QList<ChoiceState> choiceStates(const Snapshot &snapshot, const StoredChoices &choices);

/// Whether the user has to be told: it is neither as chosen nor going to be.
bool isUnmet(const ChoiceState &state);

}
