# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# No reading verb, and not the window, wakes a GPU that sleeps without power.
# needs: turnout module
# power: (FN)?F12+NF?3.*

reads() { # COMMAND...: as an ordinary user and as root; whether it can do all it wants is another test's business
    ok "$*" sh -c "$* >/dev/null; test \$? -le 1"
    ok "as nobody: $*" sh -c "cd /tmp; setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp $* >/dev/null; test \$? -le 1"
    mark 2
}

modprobe turnout_vfio_pci
echo 1 >$devices/$PORT/d3cold_allowed
ok "the GPU is with our driver" bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "and sleeps" wait_for 20 status_is suspended
is "in D3cold" "$(state)" D3cold
wakes=$(attribute $GPU wake_count)
sleep 1
mark 1

for verb in list groups "show $GPU" "show $PORT" doctor "xml $GPU --hostdev-only" "list --json" "show $GPU --json" \
    "snapshot /tmp/snapshot-\$(id -u).json" "plan assign $GPU" "plan release $GPU" "power $GPU" vga; do
    reads turnout "$verb"
done
ok "the window looks at it, too" sh -c 'QT_QPA_PLATFORM=offscreen timeout 60 turnout-desktop; test $? = 124'
mark 2

ok "it sleeps on" status_is suspended
is "in D3cold all the time" "$(state)" D3cold
is "without a wake" "$(attribute $GPU wake_count)" "$wakes"

cat $devices/$GPU/config >/dev/null
is "reading its config space, which Turnout does not do, is a wake" "$(attribute $GPU wake_count)" $((wakes + 1))
mark 3
