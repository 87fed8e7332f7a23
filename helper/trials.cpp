// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "trials.h"

#include "publicfile.h"

#include "host/persistedfile.h"

#include <QFile>

#include <algorithm>

namespace helper
{

namespace
{
QString pathOf(const Settings &settings, const char *relative)
{
    return settings.root + QLatin1Char('/') + QLatin1StringView(relative);
}

bool hasOneOf(const core::Snapshot &snapshot, const core::PersistedGpu &gpu, const QList<core::PciAddress> &functions)
{
    return std::ranges::any_of(gpu.parts, [&](const core::PersistedGpu::Part &part) {
        const core::Function *function = core::functionOf(snapshot, part.identity);
        return function && functions.contains(function->address);
    });
}
}

bool noteTrials(const Settings &settings, const Choices &trials)
{
    const QString path = pathOf(settings, core::trialFile);
    return trials.isEmpty() ? QFile::remove(path) : !writeForAll(path, core::toJson(trials));
}

void concludeTrial(const Settings &settings, const core::PersistedGpu &trial)
{
    const auto trials = host::readTrial(settings.root);
    Choices others = trials ? *trials : Choices();
    if (!others.removeOne(trial))
        return;
    const auto ended = host::readEndedTrials(settings.root);
    // Before it is forgotten, so that whoever looks in between finds it in one of the two.
    [[maybe_unused]] const auto failed = writeForAll(pathOf(settings, core::endedTrialFile), core::toJson(core::with(ended ? *ended : Choices(), trial)));
    [[maybe_unused]] const bool noted = noteTrials(settings, others);
}

void concludeTrialsOf(const Settings &settings, const core::Snapshot &snapshot, const QList<core::PciAddress> &functions)
{
    const auto trials = host::readTrial(settings.root);
    for (const core::PersistedGpu &trial : trials ? *trials : Choices()) {
        if (hasOneOf(snapshot, trial, functions))
            concludeTrial(settings, trial);
    }
}

}
