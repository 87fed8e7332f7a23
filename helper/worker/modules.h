// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"

#include "core/result.h"

namespace helper
{

/// Why a kernel module is not there after it was loaded: missing for this kernel, blocked by the administrator, or refused by the
/// kernel because it is not signed. Loading it tells none of this (see loadWithSystemd()), so it is looked for.
core::Error moduleNotLoaded(const HelperContext &context, const QString &module);

}
