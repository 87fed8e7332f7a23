// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"
#include "mapnode.h"

#include "core/snapshot/snapshot.h"

namespace app
{

/// What the card of a GPU says: its verdict and, worst first, the reasons in a few words each.
Card makeCard(const core::Snapshot &snapshot, const core::Function &gpu, const MapAnnotations &annotations);

}
