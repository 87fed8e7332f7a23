// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "annotations.h"

#include "core/pci/pciclass.h"
#include "core/checks/preflight.h"

namespace app
{

MapAnnotations annotate(const core::Snapshot &snapshot)
{
    MapAnnotations annotations;
    for (const core::Function &function : snapshot.functions) {
        if (core::isDisplay(function))
            annotations.findings.insert(function.address, core::preflight(snapshot, function.address));
    }
    for (const core::Group &group : snapshot.groups) {
        if (group.members.size() > 1)
            annotations.shareReasons.insert(core::number(group.id), core::sharedBecause(snapshot, group));
    }
    return annotations;
}

}
