# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A driver that does not come back from remove: Turnout says so, works on for the other GPU, and mends it afterwards.
# needs: turnout module tools
# timeout: 1800

hold=/sys/module/blocker/parameters/hold
insmod /root/blocker.ko
ok "a GPU has a driver that does not let go" bind $GPU blocker
override=$(cat $devices/$GPU/driver_override)

began=$SECONDS
ok "the assignment fails and says what waits" fails_with "unbind\|does not come back\|blocks" turnout assign $GPU --yes
took=$((SECONDS - began))
sed 's/^/# /' /tmp/err
ok "after its patience, not for ever ($took s)" test $took -lt 120
ok "a second one is refused at once" timeout 30 sh -c "! turnout assign $GPU --yes"
ok "looking does not wait along" timeout 60 turnout show $GPU
ok "nor does the list" timeout 60 turnout list
ok "the other GPU can go" timeout 120 turnout assign $GPU2 --yes
is "to our driver" "$(driver_of $GPU2)" turnout_vfio_pci
ok "and come back" timeout 120 turnout release $GPU2 --yes

echo 0 >$hold
ok "once the driver lets go, the rest is taken back" wait_for 60 turnout recover
is "the GPU is where it was" "$(driver_of $GPU)" blocker
is "with the override it had" "$(cat $devices/$GPU/driver_override)" "$override"
ok "and can go now" turnout assign $GPU --yes
is "to our driver, too" "$(driver_of $GPU)" turnout_vfio_pci
