// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"

namespace app
{

/// What a step does, as one sentence without its full stop: "Unbind 01:00.0 from the driver nouveau".
QString stepText(const core::Step &step);

/// The step as a root shell would do it: "echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind". For
/// display only; the helper chooses its files itself.
QString stepCommand(const core::Step &step);

/// What the plan does: "Assign NVIDIA GeForce RTX 2070 (01:00.0) to VMs".
QString goalTitle(const core::Goal &goal, const QString &deviceName);

}
