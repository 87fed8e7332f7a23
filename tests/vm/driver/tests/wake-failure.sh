# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A wake that leaves the device inaccessible. This machine's ports have no hotplug, so the link does not come back.

modprobe turnout_vfio_pci
uevent sh -c '[ -n "$TURNOUT_EVENT" ] && echo "$TURNOUT_EVENT $TURNOUT_COUNT" >>/tmp/uevents' &
monitor=$!
sleep 1
echo 1 >$devices/$PORT/d3cold_allowed
bind $GPU turnout_vfio_pci
echo auto >$devices/$PORT/power/control
ok "power is cut" wait_for 10 sh -c "[ \$(cat $devices/$GPU/power_state) = D3cold ]"
ok "d0 is refused by a device that does not wake" fails_with "Input/output error" put $devices/$GPU/turnout/idle_state d0
is "and is not its policy" "$(turnout $GPU idle_state)" d3cold
sleep 2
is "the failed wake is counted" "$(turnout $GPU wake_failures)" 1
is "and told" "$(grep wake /tmp/uevents)" "wake-failed 1"
put $devices/$GPU/turnout/idle_state d3hot 2>/dev/null
sleep 2
is "so is the next" "$(turnout $GPU wake_failures)" 2
is "but not told again" "$(grep wake /tmp/uevents)" "wake-failed 1"
kill $monitor
