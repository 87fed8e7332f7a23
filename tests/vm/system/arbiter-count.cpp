// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later
//
// Prints how many devices decode legacy VGA, as libpciaccess reports to an X server.

#include <cstdio>

extern "C" { // missing in the header for the arbiter's functions
#include <pciaccess.h>
}

int main()
{
    int count = 0, decodes = 0;
    if (pci_system_init() != 0 || pci_device_vgaarb_init() != 0 || pci_device_vgaarb_get_info(nullptr, &count, &decodes) != 0)
        return 1;
    std::printf("%d\n", count);
}
