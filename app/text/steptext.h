// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"

namespace app::operation
{

/// What a step does, as one sentence without its full stop: "Take 01:00.0 from its driver nouveau".
QString sentence(const core::Step &step);

/// The same as root would type it: "echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind". For the
/// eyes of people who know; nothing reads it, and the helper chooses its files by itself.
QString command(const core::Step &step);

/// What the whole plan is about: "Give NVIDIA GeForce RTX 2070 (01:00.0) to virtual machines".
QString title(const core::Goal &goal, const QString &deviceName);

}
