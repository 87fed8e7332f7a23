// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "start.h"

#include "choices.h"
#include "publicfile.h"
#include "statelock.h"
#include "trials.h"
#include "verbs.h"

#include "core/pciclass.h"
#include "host/machinereader.h"
#include "host/persistedfile.h"

#include <KLocalizedString>
#include <QFile>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint32 ownerOnly = 0700;
constexpr quint32 readableByAll = 0755;

/// There from the first look after a start until the next start: what is chosen for one start from now on is for that one.
QString lookedPath(const Settings &settings)
{
    return settings.runtime + u"/start-checked"_s;
}

core::Error notNoted(const QString &path)
{
    return {i18nc("@info %1 is a path", "%1 could not be written.", path),
            i18nc("@info", "What was chosen for this start only could not be noted, so it stays for the next start, too."),
            i18nc("@info", "Make room there, or take the choice back with “turnout unpersist”.")};
}

/// The trials begin: their clock runs, also where they cannot be taken out of what is chosen for the next start. Then they
/// are trials once more at that.
std::optional<core::Error> beginTrials(const Settings &settings, const Choices &choices, QStringList &lines)
{
    Choices trials;
    Choices kept;
    for (const core::PersistedGpu &gpu : choices)
        (gpu.tryOnce ? trials : kept).append(gpu);
    if (trials.isEmpty())
        return std::nullopt;
    if (!noteTrials(settings, trials))
        return notNoted(u'/' + QLatin1StringView(core::trialFile));
    const auto changed = changeChoices(settings, kept);
    lines += settings.startTrial() == 0 ? u"trial: begun"_s : u"trial: begun, but its clock could not be started"_s;
    return changed ? std::nullopt : std::optional(changed.error());
}

/// As a client would ask for it, with a look of its own at the plan. An Error where another change is under way.
core::Result<QString> giveBack(const Settings &settings, const core::Snapshot &snapshot, const core::Function &gpu)
{
    core::Request request;
    request.goal.verb = core::Verb::Release;
    request.goal.gpu = gpu.address;
    request.fingerprint = core::plan(snapshot, request.goal).fingerprint;
    request.nonce = core::newNonce();
    QStringList lines;
    const Verbs verbs(
        settings,
        [](const core::Progress &) {},
        [&lines](const QString &line) {
            lines += line;
        });
    const core::Reply reply = verbs.run(core::Verb::Release, core::toArguments(request), 0);
    if (reply.outcome == core::Outcome::Busy)
        return reply.error;
    return QString(u"trial: "_s + lines.join(u"; "_s) + (reply.error.why.isEmpty() ? QString() : u' ' + reply.error.why));
}

core::Result<StateLock> lockOf(const Settings &settings)
{
    if (const auto state = ownDirectory(settings.state, ownerOnly); !state)
        return state.error();
    if (const auto runtime = ownDirectory(settings.runtime, readableByAll); !runtime)
        return runtime.error();
    return StateLock::take(settings.state, settings.lockPatience);
}
}

core::Result<QStringList> checkStart(const Settings &settings)
{
    const auto lock = lockOf(settings);
    if (!lock)
        return lock.error();
    QStringList lines;
    if (areChoicesPending(settings))
        lines += settings.applyChoices() == 0 ? u"persist: what was noted before the start is stored"_s
                                              : u"persist: what was noted before the start is not stored yet"_s;
    const auto choices = host::readPersisted(settings.root);
    if (!choices)
        return choices.error();
    const auto snapshot = host::readMachine({.sysroot = settings.root, .withHolders = false, .onAccess = {}});
    if (!snapshot)
        return snapshot.error();
    for (const QString &sentence : core::unmet(*snapshot, *choices))
        lines += u"persist: "_s + sentence;

    if (QFile::exists(lookedPath(settings)))
        return lines;
    // Looked is looked, whatever became of it: what is chosen from now on is for the next start.
    const auto failed = beginTrials(settings, *choices, lines);
    if (writeForAll(lookedPath(settings), {}))
        return notNoted(lookedPath(settings));
    if (failed)
        lines += u"trial: "_s + failed->text();
    return lines;
}

core::Result<QStringList> endTrial(const Settings &settings)
{
    // Who is about to confirm it has the lock, and is heard first.
    if (const auto nobodyElse = lockOf(settings); !nobodyElse)
        return nobodyElse.error();
    const auto trials = host::readTrial(settings.root);
    const auto choices = host::readPersisted(settings.root);
    if (!trials || !choices)
        return trials ? choices.error() : trials.error();
    QStringList lines;
    for (const core::PersistedGpu &trial : *trials) {
        const auto snapshot = host::readMachine({.sysroot = settings.root, .withHolders = true, .onAccess = {}});
        if (!snapshot)
            return snapshot.error();
        const core::Function *gpu = core::functionOf(*snapshot, trial.parts.first().identity);
        if (core::isForEveryStart(*choices, trial)) {
            lines += u"trial: %1 is confirmed"_s.arg(trial.parts.first().identity.place);
        } else if (gpu && core::isOnVfio(*gpu)) {
            const auto given = giveBack(settings, *snapshot, *gpu);
            if (!given)
                return given.error();
            lines += *given;
        } else {
            continue; // it never came true: that is still to be told at login
        }
        if (const auto lock = lockOf(settings))
            concludeTrial(settings, trial);
    }
    return lines;
}

}
