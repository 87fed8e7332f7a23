# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the driver takes, and what its attributes answer.

ok "its alias has one wildcard less than vfio-pci's" \
    grep -q '^alias vfio_pci:v\*d\*sv\*sd\*bc03sc\*i\* turnout_vfio_pci$' /lib/modules/*/modules.alias
modprobe turnout_vfio_pci ids=zz:1,8086,1af4:1050:dead:beef

ok "another is, too" sh -c 'dmesg | grep "ids: \"8086\" is not vendor:device, skipped"'
ok "a bad ids= entry is named" sh -c 'dmesg | grep "ids: \"zz:1\" is not vendor:device, skipped"'
ok "the good entry behind it is added" sh -c 'dmesg | grep "ids: added 1af4:1050"'
is "nothing binds by itself" "$(ls /sys/bus/pci/drivers/turnout_vfio_pci | grep -c :)" 0
ok "a GPU can be handed over" bind $GPU turnout_vfio_pci
is "vga_access is on by default" "$(turnout $GPU vga_access)" on
is "idle_state is d3cold by default" "$(turnout $GPU idle_state)" d3cold
is "nobody uses it" "$(turnout $GPU in_use)" 0
for counter in open_count request_count wake_failures; do
    is "$counter begins at 0" "$(turnout $GPU $counter)" 0
done
is "a device that is not Intel's has no OpRegion" "$(turnout $GPU opregion)" none
ok "a wrong word for vga_access is refused" fails_with "Invalid argument" put $devices/$GPU/turnout/vga_access maybe
ok "a wrong word for idle_state is refused" fails_with "Invalid argument" put $devices/$GPU/turnout/idle_state d4
ok "what is not part of a GPU is refused" refuses_to_bind $NIC turnout_vfio_pci
ok "and the log says why" sh -c 'dmesg | grep "not part of a GPU and not named by ids="'

ok "a function of a GPU's slot can be handed over" bind $AUDIO turnout_vfio_pci
ok "vga_access is refused where there is no legacy VGA" fails_with "not supported" put $devices/$AUDIO/turnout/vga_access off
unbind $AUDIO

vfiouser $GPU hold /tmp/held &
ok "a user opens it" wait_for 10 test -e /tmp/held
is "it is in use" "$(turnout $GPU in_use)" 1
is "one open is counted" "$(turnout $GPU open_count)" 1
ok "the module cannot be unloaded under a user" fails_with "." rmmod turnout_vfio_pci
ok "vga_access is refused under a user" fails_with "busy" put $devices/$GPU/turnout/vga_access off
rm /tmp/held
ok "the user closes it" wait_for 10 sh -c "[ \$(cat $devices/$GPU/turnout/in_use) = 0 ]"
ok "it can be unbound" unbind $GPU
ok "the attributes go with the driver" test ! -e $devices/$GPU/turnout
ok "the module can be unloaded" rmmod turnout_vfio_pci

echo >$devices/$NIC/driver_override
modprobe turnout_vfio_pci ids=$NIC_ID
is "what ids= names binds by itself" "$(driver_of $NIC)" turnout_vfio_pci
