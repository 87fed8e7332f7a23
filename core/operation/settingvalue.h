// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"
#include "step.h"

namespace core
{

/// What a snapshot says about a fact, in the words of Step. Absent where the function has no such attribute. For
/// Fact::Module the function does not matter and `module` is the one that is asked for.
Reading<QString> settingValue(const Snapshot &snapshot, DeviceSetting setting, const PciAddress &address, const QString &module = {});

}
