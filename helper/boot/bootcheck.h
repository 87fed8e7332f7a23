// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/helpercontext.h"

#include "core/result.h"

#include <QStringList>

namespace helper
{

/// Once after each start of the computer, by turnout-boot-check.service: what an interrupted change of the choices left is done, what
/// did not come true of them is told, and choices for one start are taken out of those for the next, before anything else
/// can happen. Lines for the audit.
core::Result<QStringList> checkBoot(const HelperContext &context);

/// Two minutes after the desktop is there, by turnout-trial-boot.service: what was chosen for one start and is not chosen for
/// every start by now goes back to the host. Lines for the audit.
core::Result<QStringList> endTrial(const HelperContext &context);

}
