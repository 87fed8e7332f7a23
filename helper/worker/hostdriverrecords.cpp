// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdriverrecords.h"

#include "helper/files.h"
#include "helper/logging.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
core::HostDriverRecord recordOf(const core::Function &function)
{
    return {.ids = core::cardIds(function),
            .state = {.driver = function.driver.valueOr({}),
                      .driverOverride = function.driverOverride.valueOr({}),
                      .automatic = function.runtimePm.automatic,
                      .d3coldAllowed = function.d3coldAllowed}};
}

core::Error notWritten(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 could not be written, so nothing was changed.", path),
            why,
            i18nc("@info %1 is a path", "Free up space for %1, which records how to return the device to the host.", path)};
}
}

QString HostDriverRecordFile::path() const
{
    return m_directory + u"/host-driver-records.json"_s;
}

core::HostDriverRecords HostDriverRecordFile::read() const
{
    const auto records = core::hostDriverRecordsFromJson(readFile(path()));
    return records ? *records : core::HostDriverRecords();
}

core::Result<core::HostDriverRecords> HostDriverRecordFile::write(const core::HostDriverRecords &records) const
{
    if (const auto directory = ownDirectory(m_directory, readableByAll); !directory)
        return directory.error();
    if (const auto failed = writeForAll(path(), core::toJson(records)))
        return notWritten(path(), *failed);
    return records;
}

core::Result<core::HostDriverRecords> HostDriverRecordFile::add(const core::Snapshot &snapshot, const core::Plan &plan) const
{
    const core::HostDriverRecords before = read();
    core::HostDriverRecords records = before;
    for (const core::Step &step : plan.steps) {
        const core::Function *function = snapshot.function(step.address);
        if (step.action == core::Action::Probe && core::isVfioDriver(step.expected) && function && !core::isOnVfio(*function))
            records.insert(step.address, recordOf(*function));
    }
    return records == before ? core::Result<core::HostDriverRecords>(records) : write(records);
}

void HostDriverRecordFile::remove(const core::Plan &plan) const
{
    const core::HostDriverRecords before = read();
    core::HostDriverRecords records = before;
    for (const core::Step &step : plan.steps)
        records.remove(step.address);
    if (records == before)
        return;
    if (const auto written = write(records); !written)
        qCWarning(TURNOUT_HELPER) << written.error().text();
}

}
