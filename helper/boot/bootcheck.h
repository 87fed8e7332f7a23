// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"

#include "core/result.h"

#include <QStringList>

namespace helper
{

/// Run once in each boot by turnout-boot-check.service: applies a pending change, reports boot assignments that are not
/// applied, and removes those for one boot from those of the next, before anything else can happen. Returns audit lines.
core::Result<QStringList> checkBoot(const HelperContext &context);

/// Run two minutes after the boot is complete by turnout-trial-boot.service: returns to the host the GPUs on trial that are
/// not assigned at every boot by now. Returns audit lines.
core::Result<QStringList> endTrial(const HelperContext &context);

}
