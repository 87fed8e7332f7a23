// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// turnout-agent itself, never installed: with the installed program's way to the helper, but on the machine in the directory
// TURNOUT_TEST_ROOT, which is the one that the helper of these tests works on. In place of opening the window it prints
// what it would open.

#include "app/operation/kauthtransport.h"
#include "app/agent/bootnotifier.h"

#include <cstdio>

int main(int argc, char **argv)
{
    const auto transport = [] {
        return std::make_unique<app::operation::KAuthTransport>();
    };
    const auto show = [](const core::PciAddress &address, const QString &) {
        std::puts(qPrintable(address.toString()));
        std::fflush(stdout);
    };
    return app::agent::runProgram(argc, argv, {.root = qEnvironmentVariable("TURNOUT_TEST_ROOT"), .transport = transport, .showWindow = show});
}
