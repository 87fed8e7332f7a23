// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The command line program with its usual transport, on the machine in the directory TURNOUT_TEST_ROOT, where testhelper
// works.

#include "app/cli/programcontext.h"
#include "app/operation/kauthtransport.h"

int main(int argc, char **argv)
{
    return app::cli::runProgram(argc, argv, {.root = qEnvironmentVariable("TURNOUT_TEST_ROOT"), .transport = [] {
                                                 return std::make_unique<app::operation::KAuthTransport>();
                                             }});
}
