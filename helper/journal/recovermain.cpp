// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-recover.service after a worker was killed.

#include "helper/unitprogram.h"
#include "helper/worker/verbs.h"

int main(int argc, char **argv)
{
    return helper::runUnitProgram(argc, argv, "recover", [] {
        return helper::resolveLeftovers(helper::HelperContext::unattended());
    });
}
