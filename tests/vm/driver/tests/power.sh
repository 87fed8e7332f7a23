# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Idle states, checked against the log of the root port's ACPI power resource outside the machine.
# The resource writes N (on) and F (off) to I/O port 0x4f0; run-driver compares the log after shutdown.

modprobe turnout_vfio_pci

echo 1 >$devices/$PORT/d3cold_allowed
bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "the unused device suspends" wait_for 10 status_is suspended
is "it is in D3cold by default" "$(state)" D3cold
put $devices/$GPU/turnout/idle_state d0
ok "idle_state d0 wakes it" status_is active
is "it is in D0" "$(state)" D0
before=$(turnout $GPU wake_count)
ok "a user opens and closes it" vfiouser $GPU open
sleep 1
ok "it stays active after close" status_is active
is "close does not wake it again" "$(turnout $GPU wake_count)" $before

mark 1
put $devices/$GPU/turnout/idle_state d3hot
ok "idle_state d3hot suspends it" wait_for 10 status_is suspended
is "it is in D3hot" "$(state)" D3hot
sleep 1
mark 2
put $devices/$GPU/turnout/idle_state d3cold
ok "idle_state d3cold suspends it" wait_for 10 status_is suspended
wait_for 10 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
is "it is in D3cold" "$(state)" D3cold
mark 3
suspends=$(turnout $GPU suspend_count)
wakes=$(turnout $GPU wake_count)
vfiouser $GPU hold /tmp/open &
wait_for 10 test -e /tmp/open
ok "open wakes it" status_is active
is "the wake is counted" "$(turnout $GPU wake_count)" $((wakes + 1))
rm /tmp/open
ok "it suspends after close" wait_for 10 status_is suspended
is "the suspend is counted" "$(turnout $GPU suspend_count)" $((suspends + 1))
is "no wake failed" "$(turnout $GPU wake_failures)" 0
ok "the suspended time is counted" test "$(turnout $GPU suspended_time_ms)" -gt 500

vfiouser $GPU lowpower 2 &
sleep 1
ok "LOW_POWER_ENTRY suspends it while open" wait_for 5 status_is suspended
wait $!
ok "LOW_POWER_EXIT wakes it" test $? = 0

put $devices/$GPU/turnout/idle_state d3hot
vfiouser $GPU lowpower 3 &
ok "LOW_POWER_ENTRY reaches D3cold despite idle_state d3hot" wait_for 2 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
wait $!
ok "it suspends after close again" wait_for 10 status_is suspended
is "it is in D3hot, as idle_state says" "$(state)" D3hot
