// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/snapshot/snapshot.h"

namespace host
{

/// Settings by which other programs decide about GPUs: modprobe.d, driverctl, supergfxctl, EnvyControl, optimus-manager,
/// switcheroo-control, Proxmox VE and running VMs of libvirt. Some are readable for root alone.
QList<core::ManagerSetting> readManagerSettings(const Directory &root);

}
