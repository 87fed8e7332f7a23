// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// The VFIO driver for a function: `named` where it fits, else the one whose alias has the fewest wildcards, which for
/// display functions is ours where it is installed. Of a kernel that tells no such aliases (before 5.16): ours for display
/// functions, else vfio-pci.
QString vfioDriverFor(const Snapshot &snapshot, const Function &function, const QString &named = {});

/// The VFIO drivers that a function may be given to: those whose alias matches, and vfio-pci, which takes every function.
/// Where no alias is known also ours, for display functions.
QStringList fittingVfioDrivers(const Function &function);

/// The drivers that the host may be given a function with: the one that it had, where that is noted, and those whose
/// module's alias matches, by the names of their modules. Where neither is known, none.
QStringList fittingHostDrivers(const Function &function);

/// Whether a name of either list stands for `driver`. Drivers are called after their modules, but for hyphens (virtio-pci
/// of virtio_pci).
bool fits(const QStringList &drivers, const QString &driver);

/// The module of a VFIO driver. vfio-pci is the one that is not called after it.
QString moduleOf(const QString &driver);

}
