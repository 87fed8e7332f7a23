// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "step.h"

namespace core
{

/// The value of a setting in a snapshot, as in Step. Absent where the function has no such attribute. Only
/// DeviceSetting::Module needs `module`, and no function.
Reading<QString> settingValue(const Snapshot &snapshot, DeviceSetting setting, const PciAddress &address, const QString &module = {});

}
