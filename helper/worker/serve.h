// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/audit.h"
#include "helpercontext.h"

namespace helper
{

/// Carries out the order that comes from `socket`, to its end even where the other side disconnects meanwhile. Returns the
/// exit code, which does not depend on what the other side sends.
int serve(int socket, const HelperContext &context, const AuditCall &audit);

}
