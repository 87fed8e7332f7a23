// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"
#include "core/operation/goal.h"
#include "resetquirks.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// What every check of preflight() looks at.
struct PreflightCase {
    const Snapshot &snapshot;
    const Function &gpu;
    const QList<ResetQuirk> &quirks;
    QList<const Function *> assignedTogether; ///< what would go to the virtual machine
    QList<const Group *> groups; ///< those of the travellers, none twice
    QList<const Function *> affected; ///< travellers, and the other members of their groups, which the host loses too
};

using Findings = QList<Finding>;

Findings iommuFindings(const PreflightCase &of);
Findings groupFindings(const PreflightCase &of);
Findings virtualFunctionFindings(const PreflightCase &of);
Findings displayFindings(const PreflightCase &of);
Findings holderFindings(const PreflightCase &of);
Findings lossFindings(const PreflightCase &of); ///< disks, network and input the host would lose
Findings resetFindings(const PreflightCase &of);
Findings stuckFindings(const PreflightCase &of); ///< before all others, of what is now
Findings driverFindings(const PreflightCase &of);
Findings sleepFindings(const PreflightCase &of);
Findings unreadFindings(const PreflightCase &of);
Findings driverFitFindings(const PreflightCase &of, const Goal &goal); ///< of assign, persist and release with a driver
Findings spareFindings(const PreflightCase &of, const Goal &goal); ///< of power, vga and reset alone

Findings powerFindings(const PreflightCase &of, IdlePolicy policy);

Finding blocker(const QString &id, const Function &function, const QString &text, const QString &evidence, const QString &remedy);

/// Somebody has a function of a VFIO driver open, as far as it can be seen.
bool isOpened(const Function &function);

/// "/sys/bus/pci/devices/0000:01:00.0/driver"
QString attributePath(const Function &function, const QString &attribute);
/// "/sys/bus/pci/devices/0000:01:00.0/driver: nvidia"
QString attributeEvidence(const Function &function, const QString &attribute, const QString &value);
/// "01:00.0 NVIDIA GeForce RTX 2070"
QString nameWithAddress(const Function &function);
/// "01:00.0, 01:00.1"
QString addresses(const QList<const Function *> &functions);

}
