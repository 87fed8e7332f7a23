# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Neither reading verbs nor the window wake a suspended GPU in D3cold.
# needs: turnout module
# power: (FN)?F12+NF?3.*

reads() { # COMMAND...: as root and as an unprivileged user; its result does not matter here
    ok "$*" sh -c "$* >/dev/null; test \$? -le 1"
    ok "unprivileged: $*" sh -c "cd /tmp; setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp $* >/dev/null; test \$? -le 1"
    mark 2
}

modprobe turnout_vfio_pci
echo 1 >$devices/$PORT/d3cold_allowed
ok "the GPU is on our driver" bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "it is suspended" wait_for 20 status_is suspended
is "it is in D3cold" "$(state)" D3cold
wakes=$(attribute $GPU wake_count)
sleep 1
mark 1

for verb in list groups "show $GPU" "show $PORT" doctor "xml $GPU --hostdev-only" "list --json" "show $GPU --json" \
    "snapshot /tmp/snapshot-\$(id -u).json" "plan assign $GPU" "plan release $GPU" "power $GPU" vga; do
    reads turnout "$verb"
done
ok "the window runs for a minute" sh -c 'QT_QPA_PLATFORM=offscreen timeout 60 turnout-desktop; test $? = 124'
mark 2

ok "the GPU is still suspended" status_is suspended
is "it is still in D3cold" "$(state)" D3cold
is "it was never woken" "$(attribute $GPU wake_count)" "$wakes"

cat $devices/$GPU/config >/dev/null
is "reading its config space, which Turnout avoids, wakes it" "$(attribute $GPU wake_count)" $((wakes + 1))
mark 3
