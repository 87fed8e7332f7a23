// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshot.h"
#include "snapshotjsonfailure.h"

namespace core::json
{

/// Rules beyond the types: nothing is given twice, parents form no circle, and numbers are within bounds.
void check(const Snapshot &snapshot, const JsonPath &root, Failure &failure);

}
