// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <QString>

/// The snapshots that the tests of the map draw.
namespace sample
{

/// A desktop: GPU 01:00.0 shows the desktop; GPU 02:00.0 with audio shares its group with the NVMe disk 03:00.0; GPU
/// 04:00.0 is on vfio-pci; GPU 05:00.0 is suspended; GPU 06:00.0 has no driver.
core::Snapshot fiveGpus();

/// A tree of random shape with random groups. The same seed gives the same machine.
core::Snapshot randomMachine(quint32 seed);

/// By name: "real:x570-aorus-elite-tu106", "generated:4096", "random:7", "empty".
core::Snapshot named(const QString &name);
QStringList names();

}
