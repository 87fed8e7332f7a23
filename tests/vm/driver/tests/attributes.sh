# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Which devices the driver accepts, and the values and errors of its attributes.

ok "the alias has one wildcard fewer than vfio-pci's" \
    grep -q '^alias vfio_pci:v\*d\*sv\*sd\*bc03sc\*i\* turnout_vfio_pci$' /lib/modules/*/modules.alias
modprobe turnout_vfio_pci ids=zz:1,8086,1af4:1050:dead:beef

ok "an ids= entry that is not hexadecimal is logged" sh -c 'dmesg | grep "ids: skipped \"zz:1\", expected vendor:device"'
ok "an ids= entry without a device is logged" sh -c 'dmesg | grep "ids: skipped \"8086\", expected vendor:device"'
ok "a valid entry after them is added" sh -c 'dmesg | grep "ids: added 1af4:1050"'
is "loading the module binds nothing" "$(ls /sys/bus/pci/drivers/turnout_vfio_pci | grep -c :)" 0
ok "a GPU binds by driver_override" bind $GPU turnout_vfio_pci
is "vga_access is on by default" "$(turnout $GPU vga_access)" on
is "idle_state is d3cold by default" "$(turnout $GPU idle_state)" d3cold
is "in_use is 0 after bind" "$(turnout $GPU in_use)" 0
for counter in open_count request_count wake_failures; do
    is "$counter starts at 0" "$(turnout $GPU $counter)" 0
done
is "a device from another vendor than Intel has no OpRegion" "$(turnout $GPU opregion)" none
ok "vga_access rejects an unknown value" fails_with "Invalid argument" put $devices/$GPU/turnout/vga_access maybe
ok "idle_state rejects an unknown value" fails_with "Invalid argument" put $devices/$GPU/turnout/idle_state d4
ok "a device that is not part of a GPU is rejected" refuses_to_bind $NIC turnout_vfio_pci
ok "the log gives the reason" sh -c 'dmesg | grep "neither part of a GPU nor named by ids="'

ok "another function in a GPU's slot binds by driver_override" bind $AUDIO turnout_vfio_pci
ok "vga_access fails without legacy VGA" fails_with "not supported" put $devices/$AUDIO/turnout/vga_access off
unbind $AUDIO

vfiouser $GPU hold /tmp/open &
ok "a user opens the device" wait_for 10 test -e /tmp/open
is "in_use is 1 while it is open" "$(turnout $GPU in_use)" 1
is "the open is counted" "$(turnout $GPU open_count)" 1
ok "the module cannot be unloaded while the device is open" fails_with "." rmmod turnout_vfio_pci
ok "vga_access is busy while the device is open" fails_with "busy" put $devices/$GPU/turnout/vga_access off
rm /tmp/open
ok "in_use is 0 after close" wait_for 10 sh -c "[ \$(cat $devices/$GPU/turnout/in_use) = 0 ]"
ok "the device unbinds" unbind $GPU
ok "unbind removes the attributes" test ! -e $devices/$GPU/turnout
ok "the module can be unloaded" rmmod turnout_vfio_pci

echo >$devices/$NIC/driver_override
modprobe turnout_vfio_pci ids=$NIC_ID
is "a device named by ids= binds when the module is loaded" "$(driver_of $NIC)" turnout_vfio_pci
