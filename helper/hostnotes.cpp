// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostnotes.h"

#include "publicfile.h"
#include "statelock.h"

#include "core/pciclass.h"

#include <KLocalizedString>
#include <QFile>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint32 readableByAll = 0755;

core::HostNote noteOf(const core::Function &function)
{
    return {.ids = core::cardIds(function),
            .state = {.driver = function.driver.valueOr({}),
                      .driverOverride = function.driverOverride.valueOr({}),
                      .automatic = function.runtimePm.automatic,
                      .d3coldAllowed = function.d3coldAllowed}};
}

core::Error notWritten(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 could not be written, so nothing was done.", path),
            why,
            i18nc("@info %1 is a path", "How the host has the device now is noted in %1 for the way back. Make room there.", path)};
}
}

QString HostNotes::path() const
{
    return m_directory + u"/host-states.json"_s;
}

core::HostStates HostNotes::read() const
{
    QFile file(path());
    const auto states = core::hostStatesFromJson(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    return states ? *states : core::HostStates();
}

core::Result<core::HostStates> HostNotes::write(const core::HostStates &states) const
{
    if (const auto directory = ownDirectory(m_directory, readableByAll); !directory)
        return directory.error();
    if (const auto failed = writeForAll(path(), core::toJson(states)))
        return notWritten(path(), *failed);
    return states;
}

core::Result<core::HostStates> HostNotes::take(const core::Snapshot &snapshot, const core::Plan &plan) const
{
    const core::HostStates before = read();
    core::HostStates states = before;
    for (const core::Step &step : plan.steps) {
        const core::Function *function = snapshot.function(step.address);
        if (step.action == core::Action::Probe && core::isVfioDriver(step.expected) && function && !core::isOnVfio(*function))
            states.insert(step.address, noteOf(*function));
    }
    return states == before ? core::Result<core::HostStates>(states) : write(states);
}

void HostNotes::forget(const core::Plan &plan) const
{
    const core::HostStates before = read();
    core::HostStates states = before;
    for (const core::Step &step : plan.steps)
        states.remove(step.address);
    if (states != before) [[maybe_unused]]
        const auto written = write(states);
}

}
