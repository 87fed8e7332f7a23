// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/boot/bootassignmentstatus.h"
#include "core/operation/goal.h"

namespace app
{

/// The boot assignment, or why it is not applied: "Assigned to VMs at every boot".
QString bootAssignmentText(const core::BootAssignmentStatus &state);

/// When it takes effect, when it ends, or why it is not applied. May be empty.
QString bootAssignmentDetail(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot);

/// What persist or unpersist will do, before it is carried out.
QString bootAssignmentSummary(const core::Goal &goal);

/// The way out of a boot that fails, or a blank screen, after a persist.
QString bootAssignmentRemedy();

/// For a narrow column: "every boot", "next boot", "this boot", "not applied".
QString bootAssignmentTag(const core::BootAssignmentStatus &state);

/// In place of a device's name where the slot is empty.
QString emptySlotName();

/// A file that persist or unpersist writes, or a command that it runs.
struct BootAssignmentWrite {
    QString what;
    QString why;
};
QList<BootAssignmentWrite> bootAssignmentWrites(const core::Machine &machine, core::Verb verb);

/// What follows where Turnout cannot rebuild the initramfs. Empty where it can.
QString initramfsNotice(const core::Machine &machine, core::Verb verb);

}
