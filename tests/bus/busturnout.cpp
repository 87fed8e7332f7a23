// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// turnout itself, never installed: with the installed program's way to the helper, but on the machine in the directory
// TURNOUT_TEST_ROOT, which is the one that the helper of these tests works on.

#include "app/cli/programcontext.h"
#include "app/operation/kauthtransport.h"

int main(int argc, char **argv)
{
    return app::cli::runProgram(argc, argv, {.root = qEnvironmentVariable("TURNOUT_TEST_ROOT"), .transport = [] {
                                                 return std::make_unique<app::operation::KAuthTransport>();
                                             }});
}
