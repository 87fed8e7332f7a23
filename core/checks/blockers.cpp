// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "blockers.h"

#include "core/operation/goal.h"

#include <algorithm>

namespace core
{

QList<Finding> blockersLeft(const QList<Finding> &findings, const QStringList &accepted)
{
    QList<Finding> left = findings;
    left.removeIf([&accepted](const Finding &finding) {
        return finding.severity != Severity::Blocker || (isAcceptable(finding.id) && accepted.contains(finding.id));
    });
    return left;
}

bool isAcceptableBlocker(const Finding &finding)
{
    return finding.severity == Severity::Blocker && isAcceptable(finding.id);
}

bool areAcceptable(const QList<Finding> &blockers)
{
    return std::ranges::all_of(blockers, isAcceptable, &Finding::id);
}

QStringList acceptableIds(const QList<Finding> &blockers)
{
    QStringList ids;
    for (const Finding &blocker : blockers) {
        if (isAcceptable(blocker.id))
            ids.append(blocker.id);
    }
    ids.sort();
    ids.removeDuplicates();
    return ids;
}

}
