// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Run by turnout-boot-check.service.

#include "bootcheck.h"
#include "helper/unitprogram.h"

int main(int argc, char **argv)
{
    return helper::runUnitProgram(argc, argv, "boot-check", [] {
        return helper::checkBoot(helper::HelperContext::unattended());
    });
}
