// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "programcontext.h"

#include "app/operation/kauthtransport.h"

int main(int argc, char **argv)
{
    return app::cli::runProgram(argc, argv, {.root = {}, .transport = [] {
                                                 return std::make_unique<app::operation::KAuthTransport>();
                                             }});
}
