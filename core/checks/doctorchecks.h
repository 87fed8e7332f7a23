// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "doctor.h"

namespace core
{

DoctorCheck check(const QString &id, DoctorCheck::State state, const QString &text, const QString &evidence, const QString &remedy = {});

/// The GPUs that a user thinks of: no virtual functions.
QList<const Function *> gpusOf(const Snapshot &snapshot);
/// "01:00.0 NVIDIA GeForce RTX 2070, ..."
QString names(const QList<const Function *> &gpus);

QList<DoctorCheck> platformChecks(const Snapshot &snapshot); ///< of what is no ordinary PC
DoctorCheck cpuVirtualization(const Machine &machine);
DoctorCheck kvm(const Machine &machine);
DoctorCheck iommu(const Snapshot &snapshot);
DoctorCheck interruptRemapping(const Machine &machine);
DoctorCheck acsOverride();
DoctorCheck gpuGroups(const Snapshot &snapshot);
DoctorCheck permissions(const Snapshot &snapshot); ///< of the capabilities that explain groups
DoctorCheck bootParameters(const Machine &machine);
DoctorCheck vfioModules(const Machine &machine);
DoctorCheck signedModules(const Machine &machine);

}
