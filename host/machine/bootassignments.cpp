// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignments.h"

#include <memory>

namespace host
{

namespace
{
using Reading = core::Reading<QList<core::BootAssignment>>;

Reading readList(const Directory &root, Attribute attribute)
{
    auto json = root.readLong(attribute);
    const auto isAbsent = [&json] {
        return !json && json.why() == core::Unread::Absent;
    };
    if (isAbsent() && root.has(row(attribute).name))
        json = root.readLong(attribute); // it was stored in between
    if (isAbsent())
        return root.has(row(attribute).name) ? Reading(core::Unread::Malformed) : Reading(QList<core::BootAssignment>());
    if (!json)
        return json.why();
    const auto assignments = core::bootAssignmentsFromJson(QByteArray::fromStdString(*json));
    return assignments ? Reading(*assignments) : Reading(core::Unread::Malformed);
}
}

core::StoredBootAssignments readBootAssignments(const Directory &root)
{
    // In the order in which the helper moves an assignment on, which is never missing in both: none is overlooked.
    core::StoredBootAssignments boot;
    boot.assignments = readList(root, Attribute::BootAssignments);
    boot.trials = readList(root, Attribute::TrialBoot);
    boot.endedTrials = readList(root, Attribute::EndedTrialBoot);
    const auto checked = root.lastModified(Attribute::BootChecked);
    const auto stored = root.lastModified(Attribute::BootAssignments);
    boot.bootChecked = checked.has_value();
    boot.ofThisBoot = checked && stored && *stored <= *checked;
    return boot;
}

core::StoredBootAssignments readBootAssignments(const QString &sysroot)
{
    const auto access = std::make_unique<Access>();
    return readBootAssignments(Directory::ofMachine(*access, sysroot));
}

}
