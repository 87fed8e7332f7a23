// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/map/annotations.h"
#include "core/choicestate.h"

#include <QHash>
#include <QSet>

namespace app
{

/// What is stored about starts of the computer, as the views look it up. Empty for a machine of a file.
struct StartChoices {
    QHash<core::PciAddress, core::ChoiceState> ofGpus; ///< by what is in their place now
    QList<core::ChoiceState> orphans; ///< whose place is empty
    QSet<core::PciAddress> choosable; ///< GPUs that nothing keeps from being chosen
    core::Error unreadable; ///< empty: what is stored could be read

    bool operator==(const StartChoices &) const = default;
};

StartChoices startChoicesOf(const core::Snapshot &snapshot, const core::Result<core::StoredChoices> &choices);

/// The same in a few words each, for the map and the tree.
QHash<core::PciAddress, StartNote> startNotesOf(const StartChoices &choices);

}
