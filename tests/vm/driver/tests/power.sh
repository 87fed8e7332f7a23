# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Idle states, with the proof from outside: the log of the power that the port's ACPI power resource cuts.
# It writes one byte to port 0x4f0 for each on (N) and off (F); the log is compared after the machine has ended.

modprobe turnout_vfio_pci

echo 1 >$devices/$PORT/d3cold_allowed
bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "the idle device sleeps" wait_for 10 status_is suspended
is "in D3cold by default" "$(state)" D3cold
put $devices/$GPU/turnout/idle_state d0
ok "d0 wakes it" status_is active
is "to D0" "$(state)" D0
before=$(turnout $GPU wake_count)
ok "a user comes and goes" vfiouser $GPU open
sleep 1
ok "and it stays awake" status_is active
is "without a wake" "$(turnout $GPU wake_count)" $before

mark 1
put $devices/$GPU/turnout/idle_state d3hot
ok "d3hot lets it sleep" wait_for 10 status_is suspended
is "with power kept" "$(state)" D3hot
sleep 1
mark 2
put $devices/$GPU/turnout/idle_state d3cold
ok "d3cold lets it sleep" wait_for 10 status_is suspended
wait_for 10 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
is "with power cut" "$(state)" D3cold
mark 3
suspends=$(turnout $GPU suspend_count)
wakes=$(turnout $GPU wake_count)
vfiouser $GPU hold /tmp/held &
wait_for 10 test -e /tmp/held
ok "a user wakes it" status_is active
is "one wake is counted" "$(turnout $GPU wake_count)" $((wakes + 1))
rm /tmp/held
ok "after close it sleeps" wait_for 10 status_is suspended
is "one suspend is counted" "$(turnout $GPU suspend_count)" $((suspends + 1))
is "no wake has failed" "$(turnout $GPU wake_failures)" 0
ok "the time asleep is counted" test "$(turnout $GPU suspended_time_ms)" -gt 500

vfiouser $GPU lowpower 2 &
sleep 1
ok "a user's LOW_POWER_ENTRY lets it sleep while open" wait_for 5 status_is suspended
wait $!
ok "and its exit wakes it" test $? = 0

put $devices/$GPU/turnout/idle_state d3hot
vfiouser $GPU lowpower 3 &
ok "LOW_POWER_ENTRY goes as deep as without us, whatever the idle state" wait_for 2 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
wait $!
ok "after close it sleeps again" wait_for 10 status_is suspended
is "only as deep as the idle state says" "$(state)" D3hot
