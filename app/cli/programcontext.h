// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

#include <functional>
#include <memory>

namespace app::operation
{
class Transport;
}

namespace app::cli
{

/// The machine that the verbs change, and the way to the helper. Only a test program, whose helper works on a simulated
/// machine, sets a root.
struct ProgramContext {
    QString root; ///< in place of /; empty: this machine
    std::function<std::unique_ptr<operation::Transport>()> transport;
};

/// The whole program; returns the exit code.
int runProgram(int argc, char **argv, const ProgramContext &context);

}
