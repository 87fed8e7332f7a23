# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Legacy VGA: the arbiter's count, and what a user of the device finds.

modprobe turnout_vfio_pci

vga_of() {
    vfiouser "$1" vga | tr '\n' ';'
}

bind $GPU turnout_vfio_pci
bind $GPU2 turnout_vfio_pci
is "three GPUs decode" "$(decoding)" 3
is "a user finds the VGA region" "$(vga_of $GPU)" "info yes;read yes;write yes;"

put $devices/$GPU/turnout/vga_access off
is "one that opts out leaves two" "$(decoding)" 2
is "its user finds no VGA region" "$(vga_of $GPU)" "info Invalid argument;read Invalid argument;write Invalid argument;"
is "the other's user still does" "$(vga_of $GPU2)" "info yes;read yes;write yes;"
put $devices/$GPU2/turnout/vga_access off
is "the second leaves one" "$(decoding)" 1
put $devices/$GPU/turnout/vga_access on
is "one comes back" "$(decoding)" 2
is "with its VGA region" "$(vga_of $GPU)" "info yes;read yes;write yes;"
put $devices/$GPU2/turnout/vga_access on
is "and the other" "$(decoding)" 3

put $devices/$GPU/turnout/vga_access off
unbind $GPU
is "after unbind it decodes again" "$(decoding)" 3
bind $GPU turnout_vfio_pci
is "the next bind begins with on" "$(turnout $GPU vga_access)" on

bind $IGD turnout_vfio_pci
put $devices/$IGD/turnout/vga_access off
is "one on the root bus is hidden and stays in arbitration" "$(turnout $IGD vga_access) $(decoding)" "off 3"
