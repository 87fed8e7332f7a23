// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "layout.h"

namespace fixture
{

/// The bytes of a function's sysfs `config` file: header, capability list and extended capabilities (PCIe 6.0, 7.5
/// to 7.8). 64 bytes for Access::Unprivileged, 4096 for PCI Express functions, else 256.
QByteArray configSpace(const Function &function, const Placement &placement, Access access);

}
