// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "trialboots.h"

#include "helper/files.h"

#include "host/machine/bootassignments.h"

#include <QFile>

#include <algorithm>

namespace helper
{

namespace
{
QString endingPath(const HelperContext &context)
{
    return context.runtime + QStringLiteral("/ending-trial-boot.json");
}

bool hasOneOf(const core::Snapshot &snapshot, const core::BootAssignment &assignment, const QList<core::PciAddress> &functions)
{
    return std::ranges::any_of(assignment.parts, [&](const core::BootAssignment::Part &part) {
        const core::Function *function = core::functionOf(snapshot, part.identity);
        return function && functions.contains(function->address);
    });
}
}

bool noteTrials(const HelperContext &context, const BootAssignments &trials)
{
    const QString path = context.pathOf(core::trialFile);
    return trials.isEmpty() ? QFile::remove(path) : !writeForAll(path, core::toJson(trials));
}

void noteEndingTrials(const HelperContext &context, const BootAssignments &trials)
{
    if (trials.isEmpty())
        QFile::remove(endingPath(context));
    else // the GPU returns in any case
        [[maybe_unused]] const auto failed = writeForAll(endingPath(context), core::toJson(trials));
}

bool isTrialEnding(const HelperContext &context, const core::Snapshot &snapshot, const core::PciAddress &gpu)
{
    const auto trials = core::bootAssignmentsFromJson(readFile(endingPath(context)));
    return trials && std::ranges::any_of(*trials, [&](const core::BootAssignment &trial) {
               return hasOneOf(snapshot, trial, {gpu});
           });
}

void concludeTrial(const HelperContext &context, const core::BootAssignment &trial)
{
    const core::StoredBootAssignments boot = host::readBootAssignments(context.root);
    BootAssignments others = boot.trials.valueOr({});
    if (!others.removeOne(trial))
        return;
    // Before it is removed, so that a reader finds it in one of the two at every moment.
    [[maybe_unused]] const auto failed = writeForAll(context.pathOf(core::endedTrialFile), core::toJson(core::with(boot.endedTrials.valueOr({}), trial)));
    [[maybe_unused]] const bool noted = noteTrials(context, others);
}

void concludeTrialsOf(const HelperContext &context, const core::Snapshot &snapshot, const QList<core::PciAddress> &functions)
{
    for (const core::BootAssignment &trial : host::readBootAssignments(context.root).trials.valueOr({})) {
        if (hasOneOf(snapshot, trial, functions))
            concludeTrial(context, trial);
    }
}

}
