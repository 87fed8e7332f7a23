// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "core/operation/goal.h"

namespace app
{

/// Can the function go to a VM? The details pane answers this first.
struct Answer {
    enum class Kind : quint8 {
        Yes,
        WithCare,
        NotYet,
        Assigned, ///< a VFIO driver has it already
        AssignedTogether, ///< no GPU, but on a GPU's card: assigned together with it
        BlocksGpu, ///< keeps a GPU of its group on the host
        StaysOnHost,
    };

    Kind kind = Kind::StaysOnHost;
    QString sentence; ///< plain text
    QString detail; ///< rich text with functionLink()s; may be empty

    bool operator==(const Answer &) const = default;
};

Answer answer(const core::Snapshot &snapshot, const Annotations &annotations, const core::Function &function);
/// While `earlier`, an operation on the GPU, may be incomplete.
Answer unfinishedAnswer(core::Verb earlier);

}
