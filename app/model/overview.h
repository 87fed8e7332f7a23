// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "bootassignmentview.h"

#include "annotations.h"
#include "app/map/turnoutsign.h"
#include "core/checks/doctor.h"
#include "core/snapshot/snapshot.h"

namespace app
{

/// A GPU as the overview lists it.
struct GpuSummary {
    core::PciAddress address;
    QString name;
    QString subtitle; ///< address and who has it
    DeviceState state = DeviceState::Host;
    core::Verdict verdict = core::Verdict::Ready;
    BootNote start; ///< empty: nothing is chosen for it
    bool unfinished = false; ///< an earlier change of it may be halfway

    bool operator==(const GpuSummary &) const = default;
};

/// What is shown while no function is selected.
struct Overview {
    QString name;
    QString subtitle; ///< operating system and kernel
    QList<GpuSummary> gpus;
    QList<core::BootAssignmentStatus> orphans; ///< choices whose card is gone
    core::Error unreadableBootAssignments;
    QList<core::DoctorCheck> checks; ///< what has to change first

    bool operator==(const Overview &) const = default;
};

Overview overviewOf(const core::Snapshot &snapshot, const MapAnnotations &annotations, const BootAssignmentView &assignments = {});

}
