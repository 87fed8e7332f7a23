# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the driver takes, and what its attributes answer.

modprobe turnout_vfio_pci ids=zz:1,1af4:1050:dead:beef

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
ok "what is not part of a GPU is refused" sh -c '. /tests/lib.sh; ! bind 0000:00:1f.2 turnout_vfio_pci'
ok "and the log says why" sh -c 'dmesg | grep "not part of a GPU and not named by ids="'

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
