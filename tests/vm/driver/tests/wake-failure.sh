# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A wake that leaves the device inaccessible: without hotplug, the root port's link does not come up again.

modprobe turnout_vfio_pci
uevent sh -c '[ -n "$TURNOUT_EVENT" ] && echo "$TURNOUT_EVENT $TURNOUT_COUNT" >>/tmp/uevents' &
monitor=$!
sleep 1
echo 1 >$devices/$PORT/d3cold_allowed
bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "the device reaches D3cold" wait_for 10 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
ok "idle_state d0 fails if the device does not wake" fails_with "Input/output error" put $devices/$GPU/turnout/idle_state d0
is "idle_state stays d3cold" "$(turnout $GPU idle_state)" d3cold
sleep 2
is "the failed wake is counted" "$(turnout $GPU wake_failures)" 1
is "a uevent reports it" "$(grep wake /tmp/uevents)" "wake-failed 1"
put $devices/$GPU/turnout/idle_state d3hot 2>/dev/null
sleep 2
is "the next failed wake is counted" "$(turnout $GPU wake_failures)" 2
is "no second uevent is sent" "$(grep wake /tmp/uevents)" "wake-failed 1"
kill $monitor
