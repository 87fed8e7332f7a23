// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

namespace app::cli
{

/// Whether to carry something out, and the exit code if not.
struct Decision {
    bool carryOut = false;
    ExitCode code = ExitCode::Done;
};

/// Asks on the terminal, unless --yes is given. Complains where it cannot ask, as with --json.
Decision confirm(const Invocation &call, QIODevice &out);

}
