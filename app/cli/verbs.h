// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

namespace app::cli
{

ExitCode runList(const Invocation &call);
ExitCode runGroups(const Invocation &call);
ExitCode runShow(const Invocation &call);
ExitCode runDoctor(const Invocation &call);
ExitCode runPlan(const Invocation &call);
/// Shows the plan, asks, carries it out and verifies it.
ExitCode runChange(const Invocation &call);
ExitCode runRecover(const Invocation &call);
/// With a state runChange(), without one a report.
ExitCode runPower(const Invocation &call);
ExitCode runVga(const Invocation &call);
ExitCode runSnapshot(const Invocation &call);
ExitCode runXml(const Invocation &call);
ExitCode runLint(const Invocation &call);

}
