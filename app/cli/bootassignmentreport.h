// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"
#include "textreport.h"

#include "core/boot/bootassignmentstatus.h"

#include <QJsonValue>

namespace app::cli
{

/// What is stored about starts of the computer, and how it stands against what was read.
struct BootAssignmentView {
    bool known = false; ///< a snapshot does not hold it
    QList<core::BootAssignmentStatus> states;

    /// Those that concern what is at `address` now.
    QList<core::BootAssignmentStatus> at(const core::PciAddress &address) const;
    /// Those for places where none of `gpus` is.
    QList<core::BootAssignmentStatus> elsewhere(const QList<const core::Function *> &gpus) const;
};

/// Where the call looks. What cannot be read is said on the standard error.
BootAssignmentView bootAssignmentView(const Invocation &call, const core::Snapshot &snapshot);

/// What is chosen, whether it is so, and how it is changed.
void addBootAssignment(TextReport &report, const core::BootAssignmentStatus &state, const core::Snapshot &snapshot);
QString commandOf(const core::BootAssignmentStatus &state);
Tone tone(const core::BootAssignmentStatus &state);

/// An array, or null where it is not known.
QJsonValue toJson(const BootAssignmentView &assignments, const core::Snapshot &snapshot);

}
