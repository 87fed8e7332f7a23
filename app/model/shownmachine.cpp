// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "shownmachine.h"

namespace app
{

ShownMachinePtr makeShownMachine(core::SnapshotPtr snapshot, bool changeable)
{
    auto shown = std::make_shared<ShownMachine>();
    shown->snapshot = std::move(snapshot);
    shown->annotations = annotate(*shown->snapshot);
    shown->bootAssignments = bootAssignmentViewOf(*shown->snapshot, shown->annotations, changeable);
    shown->annotations.bootNotes = bootNotesOf(shown->bootAssignments);
    shown->rows = functionRows(*shown->snapshot, shown->annotations);
    shown->overview = overviewOf(*shown->snapshot, shown->annotations, shown->bootAssignments);
    return shown;
}

}
