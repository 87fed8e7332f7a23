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

/// What the verbs that change something work on, and through whom. The installed program works on this machine; only a
/// test's own program sets another, because there the helper does too.
struct ProgramContext {
    QString root; ///< what stands for /; empty: this machine
    std::function<std::unique_ptr<operation::Transport>()> transport;
};

/// The whole program; returns the exit code.
int runProgram(int argc, char **argv, const ProgramContext &context);

}
