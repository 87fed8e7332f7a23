// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// The VFIO driver for a function: `named` where it fits, else the one whose alias has the fewest wildcards, which for
/// display functions is ours where it is installed. On a kernel without such aliases (before 5.16): ours for display
/// functions, else vfio-pci.
QString vfioDriverFor(const Snapshot &snapshot, const Function &function, const QString &named = {});

/// The VFIO drivers that a function may be bound to: those whose alias matches, and vfio-pci, which takes every function.
/// Where no alias is known, also ours for display functions.
QStringList fittingVfioDrivers(const Function &function);

/// The host drivers that a function may be bound to: the one it had, where that is recorded, and those whose module's alias
/// matches, by module name. None where neither is known.
QStringList fittingHostDrivers(const Function &function);

/// Whether a list has `driver`. Drivers are named after their modules, except for hyphens (virtio-pci of virtio_pci).
bool fits(const QStringList &drivers, const QString &driver);

/// The module of a VFIO driver.
QString moduleOf(const QString &driver);

}
