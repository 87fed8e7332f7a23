// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "shownmachine.h"

namespace app
{

ShownMachinePtr prepare(core::Snapshot snapshot, const MapMetrics &metrics, bool changeable)
{
    auto shown = std::make_shared<ShownMachine>();
    shown->snapshot = std::make_shared<const core::Snapshot>(std::move(snapshot));
    shown->annotations = annotate(*shown->snapshot);
    shown->assignments = bootAssignmentViewOf(*shown->snapshot, changeable);
    shown->annotations.starts = bootNotesOf(shown->assignments);
    shown->rows = functionRows(*shown->snapshot, shown->annotations);
    shown->overview = overviewOf(*shown->snapshot, shown->annotations, shown->assignments);
    shown->map = prepareMap(shown->snapshot, shown->annotations, metrics);
    return shown;
}

}
