# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A driver blocks in remove(): Turnout reports it, serves the other GPU, and undoes the change afterwards.
# needs: turnout module tools
# timeout: 1800

hold=/sys/module/blocker/parameters/hold
insmod /root/blocker.ko
ok "a GPU is on a driver that blocks" bind $GPU blocker
override=$(cat $devices/$GPU/driver_override)

began=$SECONDS
ok "the assignment fails and reports the blocked step" fails_with "does not return from the step .unbind" turnout assign $GPU --yes
took=$((SECONDS - began))
sed 's/^/# /' /tmp/err
ok "it ends after the timeout ($took s)" test $took -lt 120
ok "a second assignment is refused at once" timeout 30 sh -c "! turnout assign $GPU --yes"
ok "showing the GPU does not block" timeout 60 turnout show $GPU
ok "listing GPUs does not block" timeout 60 turnout list
ok "the other GPU can be assigned" timeout 120 turnout assign $GPU2 --yes
is "it is on our driver" "$(driver_of $GPU2)" turnout_vfio_pci
ok "and released" timeout 120 turnout release $GPU2 --yes

echo 0 >$hold
ok "recover undoes the change once the driver returns" wait_for 60 turnout recover
is "the GPU is on its previous driver" "$(driver_of $GPU)" blocker
is "it has its previous override" "$(cat $devices/$GPU/driver_override)" "$override"
ok "it can be assigned now" turnout assign $GPU --yes
is "and is on our driver" "$(driver_of $GPU)" turnout_vfio_pci
