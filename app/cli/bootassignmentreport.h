// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"
#include "textreport.h"

#include "core/boot/bootassignmentstatus.h"

#include <QJsonValue>

namespace app::cli
{

/// The boot assignments in a snapshot, and how they compare with the machine.
struct BootAssignmentReport {
    bool known = false; ///< the snapshot tells them, and all could be read
    bool changeable = false; ///< the call concerns this machine
    QList<core::BootAssignmentStatus> statuses;

    /// Those whose slot has the function at `address`.
    QList<core::BootAssignmentStatus> at(const core::PciAddress &address) const;
    /// Those whose slot has none of `gpus`.
    QList<core::BootAssignmentStatus> elsewhere(const QList<const core::Function *> &gpus) const;
};

/// Reports what could not be read on the standard error.
BootAssignmentReport bootAssignmentReport(const Invocation &call, const core::Snapshot &snapshot);

/// The boot assignment, whether it is applied, and the command that changes it.
void addBootAssignment(TextReport &report, const BootAssignmentReport &view, const core::BootAssignmentStatus &status, const core::Snapshot &snapshot);
Tone tone(const core::BootAssignmentStatus &status);

/// An array, or null where they are not known.
QJsonValue toJson(const BootAssignmentReport &view, const core::Snapshot &snapshot);

}
