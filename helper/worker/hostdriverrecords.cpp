// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdriverrecords.h"

#include "helper/boot/publicfile.h"
#include "helper/journal/statelock.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QFile>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint32 readableByAll = 0755;

core::HostDriverRecord noteOf(const core::Function &function)
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

QString HostDriverRecordFile::path() const
{
    return m_directory + u"/host-driver-records.json"_s;
}

core::HostDriverRecords HostDriverRecordFile::read() const
{
    QFile file(path());
    const auto states = core::hostDriverRecordsFromJson(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    return states ? *states : core::HostDriverRecords();
}

core::Result<core::HostDriverRecords> HostDriverRecordFile::write(const core::HostDriverRecords &states) const
{
    if (const auto directory = ownDirectory(m_directory, readableByAll); !directory)
        return directory.error();
    if (const auto failed = writeForAll(path(), core::toJson(states)))
        return notWritten(path(), *failed);
    return states;
}

core::Result<core::HostDriverRecords> HostDriverRecordFile::take(const core::Snapshot &snapshot, const core::Plan &plan) const
{
    const core::HostDriverRecords before = read();
    core::HostDriverRecords states = before;
    for (const core::Step &step : plan.steps) {
        const core::Function *function = snapshot.function(step.address);
        if (step.action == core::Action::Probe && core::isVfioDriver(step.expected) && function && !core::isOnVfio(*function))
            states.insert(step.address, noteOf(*function));
    }
    return states == before ? core::Result<core::HostDriverRecords>(states) : write(states);
}

void HostDriverRecordFile::forget(const core::Plan &plan) const
{
    const core::HostDriverRecords before = read();
    core::HostDriverRecords states = before;
    for (const core::Step &step : plan.steps)
        states.remove(step.address);
    if (states != before) [[maybe_unused]]
        const auto written = write(states);
}

}
