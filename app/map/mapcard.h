// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"
#include "mapnode.h"

#include "core/snapshot/snapshot.h"

namespace app
{

/// The content of a GPU's card: its verdict and the reasons in a few words each, worst first.
Card makeCard(const core::Snapshot &snapshot, const core::Function &gpu, const Annotations &annotations);

}
