// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QVersionNumber>

namespace core
{

/// What a guest can get of Intel's integrated GPU.
struct IgdAssignment {
    bool isIgd = false; ///< the display function 00:02.0 of Intel
    int generation = 0; ///< as QEMU counts them; 0: QEMU 10.0 does not know the GPU
    bool canPassOpRegion = false; ///< this QEMU passes the OpRegion on, which holds the tables of connected displays
    bool needsOpRegionSwitch = false; ///< it does so only with x-igd-opregion=on

    bool operator==(const IgdAssignment &) const = default;
};

/// By the rules of QEMU's hw/vfio/igd.c: 10.0 knows generations 6 to 12 up to Raptor Lake and passes the OpRegion on
/// only where it is switched on; from 11.1 on it does by itself. A null version counts as old.
IgdAssignment igdAssignment(const Function &function, const QVersionNumber &qemu);

/// Why the guest gets no picture from the firmware on, in one sentence; empty if it can.
QString igdLimitText(const IgdAssignment &igd, const QVersionNumber &qemu);

}
