// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "bootassignmentview.h"
#include "devicestate.h"
#include "core/checks/doctor.h"

namespace app
{

/// A GPU as the overview lists it.
struct GpuSummary {
    core::PciAddress address;
    QString name;
    QString subtitle; ///< address and state
    DeviceState state = DeviceState::Host;
    core::Verdict verdict = core::Verdict::Ready;
    BootNote bootNote; ///< empty: no boot assignment
    bool unfinished = false; ///< an operation was interrupted; the snapshot knows those that hang in the kernel

    bool operator==(const GpuSummary &) const = default;
};

/// Shown while no function is selected.
struct Overview {
    QString name;
    QString subtitle; ///< operating system and kernel
    QList<GpuSummary> gpus;
    QList<ShownBootAssignment> orphans; ///< boot assignments whose slot is empty
    core::Error unreadableBootAssignments;
    QList<core::DoctorCheck> checks; ///< those that demand a change first

    bool operator==(const Overview &) const = default;
};

Overview overviewOf(const core::Snapshot &snapshot, const Annotations &annotations, const BootAssignmentView &bootAssignments);

/// Whether a finding says that an operation hangs in the kernel, which only the helper can resolve.
bool needsRecovery(const QList<core::Finding> &findings);

}
