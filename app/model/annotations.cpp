// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "annotations.h"

#include "logging.h"

#include "core/checks/preflight.h"
#include "core/pci/pciclass.h"

namespace app
{

namespace
{
QStringList idsOf(const QList<core::Finding> &findings)
{
    QStringList ids;
    for (const core::Finding &finding : findings)
        ids += finding.id;
    return ids;
}
}

Annotations annotate(const core::Snapshot &snapshot)
{
    Annotations annotations;
    for (const core::Function &function : snapshot.functions) {
        if (!core::isGpu(function))
            continue;
        const QList<core::Finding> findings = core::preflight(snapshot, function.address);
        qCDebug(TURNOUT_MODEL).noquote() << "Checked" << function.address.toString() << core::toKeyword(core::verdict(findings)) << idsOf(findings);
        annotations.findings.insert(function.address, findings);
    }
    for (const core::Group &group : snapshot.groups) {
        if (group.members.size() > 1)
            annotations.shareReasons.insert(core::number(group.id), core::sharedBecause(snapshot, group));
    }
    return annotations;
}

}
