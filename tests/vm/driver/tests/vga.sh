# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Legacy VGA: the arbiter's count, and the VGA region that a user of the device sees.

modprobe turnout_vfio_pci

vga_of() {
    vfiouser "$1" vga | tr '\n' ';'
}

bind $GPU turnout_vfio_pci
bind $GPU2 turnout_vfio_pci
is "three GPUs decode" "$(decoding)" 3
is "the user has a VGA region" "$(vga_of $GPU)" "info yes;read yes;write yes;"

put $devices/$GPU/turnout/vga_access off
is "two decode after vga_access off" "$(decoding)" 2
is "its user has no VGA region" "$(vga_of $GPU)" "info Invalid argument;read Invalid argument;write Invalid argument;"
is "the other's user still has one" "$(vga_of $GPU2)" "info yes;read yes;write yes;"
put $devices/$GPU2/turnout/vga_access off
is "one decodes after the second vga_access off" "$(decoding)" 1
put $devices/$GPU/turnout/vga_access on
is "two decode after vga_access on" "$(decoding)" 2
is "its user has a VGA region again" "$(vga_of $GPU)" "info yes;read yes;write yes;"
put $devices/$GPU2/turnout/vga_access on
is "three decode after the second vga_access on" "$(decoding)" 3

put $devices/$GPU/turnout/vga_access off
unbind $GPU
is "the device decodes again after unbind" "$(decoding)" 3
bind $GPU turnout_vfio_pci
is "vga_access is on after the next bind" "$(turnout $GPU vga_access)" on

bind $IGD turnout_vfio_pci
put $devices/$IGD/turnout/vga_access off
is "a device on the root bus hides legacy VGA but stays in arbitration" "$(turnout $IGD vga_access) $(decoding)" "off 3"
