// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootcheck.h"

#include "bootassignments.h"
#include "helper/files.h"
#include "helper/journal/statelock.h"
#include "helper/worker/verbs.h"
#include "trialboots.h"

#include "core/pci/pciclass.h"
#include "host/machine/bootassignments.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>
#include <QFile>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
/// There from the first look after a start until the next start: what is chosen for one start from now on is for that one.
QString lookedPath(const HelperContext &context)
{
    return context.runtime + u"/boot-checked"_s;
}

core::Error notNoted(const QString &path)
{
    return {i18nc("@info %1 is a path", "%1 could not be written.", path),
            i18nc("@info", "What was chosen for this start only could not be noted, so it stays for the next start, too."),
            i18nc("@info", "Make room there, or take the choice back with “turnout unpersist”.")};
}

/// The trials begin: their clock runs, also where they cannot be taken out of what is chosen for the next start. Then they
/// are trials once more at that.
std::optional<core::Error> beginTrials(const HelperContext &context, const BootAssignments &assignments, QStringList &lines)
{
    BootAssignments trials;
    BootAssignments kept;
    for (const core::BootAssignment &gpu : assignments)
        (gpu.nextBootOnly ? trials : kept).append(gpu);
    if (trials.isEmpty())
        return std::nullopt;
    if (!noteTrials(context, trials))
        return notNoted(u'/' + QLatin1StringView(core::trialFile));
    const auto changed = changeBootAssignments(context, kept);
    lines += context.startTrial() == 0 ? u"trial: begun"_s : u"trial: begun, but its clock could not be started"_s;
    return changed ? std::nullopt : std::optional(changed.error());
}

/// As a client would ask for it, with a look of its own at the plan. An Error where another change is under way.
core::Result<QString> giveBack(const HelperContext &context, const core::Snapshot &snapshot, const core::Function &gpu)
{
    core::Request request;
    request.goal.verb = core::Verb::Release;
    request.goal.gpu = gpu.address;
    request.fingerprint = core::plan(snapshot, request.goal).fingerprint;
    request.nonce = core::newNonce();
    QStringList lines;
    const Verbs verbs(
        context,
        [](const core::Progress &) {},
        [&lines](const QString &line) {
            lines += line;
        });
    const core::Reply reply = verbs.run(core::Verb::Release, core::toArguments(request), 0);
    if (reply.outcome == core::Outcome::Busy)
        return reply.error;
    return QString(u"trial: "_s + lines.join(u"; "_s) + (reply.error.why.isEmpty() ? QString() : u' ' + reply.error.why));
}

core::Result<StateLock> lockOf(const HelperContext &context)
{
    if (const auto state = ownDirectory(context.state, ownerOnly); !state)
        return state.error();
    if (const auto runtime = ownDirectory(context.runtime, readableByAll); !runtime)
        return runtime.error();
    return StateLock::take(context.state, context.lockTimeout);
}
}

core::Result<QStringList> checkBoot(const HelperContext &context)
{
    const auto lock = lockOf(context);
    if (!lock)
        return lock.error();
    QStringList lines;
    if (areBootAssignmentsPending(context))
        lines += context.applyBootAssignments() == 0 ? u"persist: what was noted before the start is stored"_s
                                                     : u"persist: what was noted before the boot is not stored yet"_s;
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    const auto &assignments = snapshot->boot.assignments;
    if (!assignments)
        return core::unreadable(snapshot->boot).value_or(core::Error());
    for (const QString &sentence : core::unmet(*snapshot, *assignments))
        lines += u"persist: "_s + sentence;

    if (QFile::exists(lookedPath(context)))
        return lines;
    // Looked is looked, whatever became of it: what is chosen from now on is for the next start.
    const auto failed = beginTrials(context, *assignments, lines);
    if (writeForAll(lookedPath(context), {}))
        return notNoted(lookedPath(context));
    if (failed)
        lines += u"trial: "_s + failed->text();
    return lines;
}

core::Result<QStringList> endTrial(const HelperContext &context)
{
    // Who is about to confirm it has the lock, and is heard first.
    if (const auto nobodyElse = lockOf(context); !nobodyElse)
        return nobodyElse.error();
    const core::StoredBootAssignments boot = host::readBootAssignments(context.root);
    if (const auto error = core::unreadable(boot))
        return *error;
    QStringList lines;
    for (const core::BootAssignment &trial : *boot.trials) {
        const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = true, .onAccess = {}});
        if (!snapshot)
            return snapshot.error();
        const core::Function *gpu = core::functionOf(*snapshot, trial.gpu());
        if (core::isForEveryBoot(*boot.assignments, trial)) {
            lines += u"trial: %1 is confirmed"_s.arg(trial.gpu().path);
        } else if (gpu && core::isOnVfio(*gpu)) {
            const auto given = giveBack(context, *snapshot, *gpu);
            if (!given)
                return given.error();
            lines += *given;
        } else {
            continue; // it never came true: that is still to be told at login
        }
        if (const auto lock = lockOf(context))
            concludeTrial(context, trial);
    }
    return lines;
}

}
