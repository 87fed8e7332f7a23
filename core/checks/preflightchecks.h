// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"
#include "core/operation/goal.h"
#include "resetquirks.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// The input of every check of preflight().
struct PreflightContext {
    const Snapshot &snapshot;
    const Function &gpu;
    const QList<ResetQuirk> &quirks;
    QList<const Function *> assignedTogether; ///< the functions that would be assigned
    QList<const Group *> groups; ///< the groups of assignedTogether, none twice
    QList<const Function *> affected; ///< assignedTogether and the other members of their groups, which the host loses too
};

using Findings = QList<Finding>;

Findings platformFindings(const PreflightContext &context); ///< a part of iommuFindings()
Findings iommuFindings(const PreflightContext &context);
Findings groupFindings(const PreflightContext &context);
Findings assignedTogetherFindings(const PreflightContext &context); ///< also about GPUs that can only go to the same VM
Findings companionFindings(const PreflightContext &context, const Goal &goal); ///< for assign and persist
Findings mediatedDeviceFindings(const PreflightContext &context);
Findings managerFindings(const PreflightContext &context); ///< other programs that decide about the GPU
Findings libvirtStatusFindings(const PreflightContext &context); ///< VMs that run according to libvirt
Findings virtualFunctionFindings(const PreflightContext &context);
Findings displayFindings(const PreflightContext &context);
Findings holderFindings(const PreflightContext &context);
Findings respondingFindings(const PreflightContext &context);
Findings storageFindings(const PreflightContext &context); ///< a part of lossFindings()
Findings lossFindings(const PreflightContext &context); ///< disks, network and input the host would lose
Findings resetFindings(const PreflightContext &context);
Findings kernelFindings(const PreflightContext &context); ///< a part of resetFindings()
Findings cardFindings(const PreflightContext &context); ///< BARs, outputs and hot-plug
Findings stuckFindings(const PreflightContext &context);
Findings driverFindings(const PreflightContext &context);
Findings suspendedFindings(const PreflightContext &context);
Findings unreadFindings(const PreflightContext &context);
Findings driverFitFindings(const PreflightContext &context, const Goal &goal); ///< for assign, persist and release with a driver
Findings bootImageFindings(const PreflightContext &context); ///< for persist: whether what Turnout builds is what boots
Findings spareFindings(const PreflightContext &context, const Goal &goal); ///< for power, vga and reset

Findings powerFindings(const PreflightContext &context, IdlePolicy policy);

Finding blocker(const QString &id, const Function &function, const QString &text, const QString &evidence, const QString &remedy);

/// Whether the host would keep a GPU to display on.
bool hasOtherGpu(const PreflightContext &context);

/// How to free the firmware's framebuffer of a GPU, on a machine that may have no other.
QString framebufferRemedy(const PreflightContext &context);

/// Whether a function on a VFIO driver is known to be open.
bool isOpened(const Function &function);
/// "The nvidia driver offers ...": nothing for a function that its driver does not offer to VMs itself.
Findings offeredByDriverFindings(const PreflightContext &context, const Goal &goal);

/// "/sys/bus/pci/devices/0000:01:00.0/driver"
QString attributePath(const Function &function, const QString &attribute);
/// "/sys/bus/pci/devices/0000:01:00.0/driver: nvidia"
QString attributeEvidence(const Function &function, const QString &attribute, const QString &value);
/// "01:00.0 NVIDIA GeForce RTX 2070"
QString nameWithAddress(const Function &function);
/// "01:00.0, 01:00.1"
QString addresses(const QList<const Function *> &functions);

}
