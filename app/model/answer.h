// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"
#include "app/map/turnoutsign.h"
#include "core/operation/goal.h"
#include "core/snapshot/snapshot.h"

namespace app
{

/// "With the host", "Held for a virtual machine", "Asleep", "Without a driver"
QString deviceStateText(DeviceState state);

/// The second question of the details pane: can it go to a virtual machine?
struct Answer {
    enum class Kind : quint8 {
        Yes,
        WithCare,
        NotYet,
        There, ///< VFIO holds it already
        AssignedTogether, ///< not a GPU, but in a GPU's slot: goes where that goes
        InTheWay, ///< keeps a GPU that shares its group with the host
        Stays, ///< no GPU, and no GPU's matter
    };

    Kind kind = Kind::Stays;
    QString sentence; ///< the short answer, plain text
    QString detail; ///< what follows from it, rich text with functionLink()s; may be empty

    bool operator==(const Answer &) const = default;
};

Answer answer(const core::Snapshot &snapshot, const MapAnnotations &annotations, const core::Function &function);
/// While `earlier`, a change of the GPU, may be halfway.
Answer unfinishedAnswer(core::Verb earlier);

}
