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
/// Exists from the check of a boot until the next boot. An assignment for the next boot only that is stored later is not of this
/// boot.
QString checkedPath(const HelperContext &context)
{
    return context.runtime + u"/boot-checked"_s;
}

core::Error notRecorded(const QString &path)
{
    return {i18nc("@info %1 is a path", "%1 could not be written.", path),
            i18nc("@info", "The trial of this boot could not be recorded, so the boot assignment stays for the next boot."),
            i18nc("@info", "Free some space there, or remove the boot assignment with “turnout unpersist”.")};
}

/// Starts the trials and their timer, even where they cannot be removed from the assignments of the next boot. In that case
/// they are trials again at the next boot.
std::optional<core::Error> beginTrials(const HelperContext &context, const BootAssignments &assignments, QStringList &lines)
{
    BootAssignments trials;
    BootAssignments kept;
    for (const core::BootAssignment &assignment : assignments)
        (assignment.nextBootOnly ? trials : kept).append(assignment);
    if (trials.isEmpty())
        return std::nullopt;
    if (!noteTrials(context, trials))
        return notRecorded(u'/' + QLatin1StringView(core::trialFile));
    const auto changed = changeBootAssignments(context, kept);
    lines += context.startTrial() == 0 ? u"trial: begun"_s : u"trial: begun, but its timer could not be started"_s;
    return changed ? std::nullopt : std::optional(changed.error());
}

/// Releases the GPU as a client would. An Error where another change is in progress.
core::Result<QString> returnToHost(const HelperContext &context, const core::Snapshot &snapshot, const core::Function &gpu)
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
    return StateLock::take(context.runtime, context.lockTimeout);
}

/// Decides under the lock which trials are over: the next holder of the lock cannot keep those. Returns them.
core::Result<BootAssignments> decideTrials(const HelperContext &context, QStringList &lines)
{
    const auto lock = lockOf(context);
    if (!lock)
        return lock.error();
    const core::StoredBootAssignments boot = host::readBootAssignments(context.root);
    if (!boot.trials || !boot.assignments) // the ended trials only inform
        return core::unreadable(boot).value_or(core::Error());
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    BootAssignments over;
    for (const core::BootAssignment &trial : *boot.trials) {
        const core::Function *gpu = core::functionOf(*snapshot, trial.gpu());
        if (core::isForEveryBoot(*boot.assignments, trial)) {
            lines += u"trial: %1 is confirmed"_s.arg(trial.gpu().path);
            concludeTrial(context, trial);
        } else if (gpu && core::isOnVfio(*gpu)) { // otherwise it was never applied, which the agent reports at login
            over += trial;
        }
    }
    noteEndingTrials(context, over);
    return over;
}

/// Nothing where the GPU is on the host or removed by now.
core::Result<QStringList> endTrial(const HelperContext &context, const core::BootAssignment &trial)
{
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = true, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    const core::Function *gpu = core::functionOf(*snapshot, trial.gpu());
    if (!gpu || !core::isOnVfio(*gpu))
        return QStringList();
    const auto returned = returnToHost(context, *snapshot, *gpu);
    if (!returned)
        return returned.error();
    if (const auto lock = lockOf(context))
        concludeTrial(context, trial);
    return QStringList{*returned};
}
}

core::Result<QStringList> checkBoot(const HelperContext &context)
{
    const auto lock = lockOf(context);
    if (!lock)
        return lock.error();
    QStringList lines;
    if (areBootAssignmentsPending(context))
        lines += context.applyBootAssignments() == 0 ? u"persist: the pending change is applied"_s
                                                     : u"persist: the pending change is not applied yet"_s;
    const auto snapshot = host::readMachine({.sysroot = context.root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    const auto &assignments = snapshot->boot.assignments;
    if (!assignments)
        return core::unreadable(snapshot->boot).value_or(core::Error());
    for (const QString &sentence : core::unmet(*snapshot, *assignments))
        lines += u"persist: "_s + sentence;

    if (QFile::exists(checkedPath(context)))
        return lines;
    // Mark this boot as checked even on failure: assignments stored from now on are for the next boot.
    const auto failed = beginTrials(context, *assignments, lines);
    if (writeForAll(checkedPath(context), {}))
        return notRecorded(checkedPath(context));
    if (failed)
        lines += u"trial: "_s + failed->text();
    return lines;
}

core::Result<QStringList> endTrial(const HelperContext &context)
{
    QStringList lines;
    const auto over = decideTrials(context, lines);
    if (!over)
        return over.error();
    std::optional<core::Error> failed;
    for (const core::BootAssignment &trial : *over) {
        if (const auto ended = endTrial(context, trial))
            lines += *ended;
        else
            failed = ended.error();
    }
    noteEndingTrials(context, {}); // those that could not be returned can be kept again
    return failed ? core::Result<QStringList>(*failed) : lines;
}

}
