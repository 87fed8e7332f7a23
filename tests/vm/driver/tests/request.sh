# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The device is asked for: eventfd, uevent and count come, and unbind ends when the user lets go.

modprobe turnout_vfio_pci
bind $GPU turnout_vfio_pci
uevent sh -c '[ -n "$TURNOUT_EVENT" ] && echo "$TURNOUT_EVENT $TURNOUT_COUNT" >>/tmp/uevents' &
monitor=$!
sleep 1

vfiouser $GPU request /tmp/held >/tmp/user &
user=$!
wait_for 10 test -e /tmp/held
ok "unbind ends" unbind $GPU
wait $user
is "the user was asked" "$(cat /tmp/user)" "asked for the device"
is "the events were told in order" "$(tr '\n' ';' </tmp/uevents)" "open 1;request 1;close 1;"

# A user that does not listen: the request is repeated, the attributes stay readable, then it lets go.
bind $GPU turnout_vfio_pci
vfiouser $GPU hold /tmp/held &
user=$!
wait_for 10 test -e /tmp/held
unbind $GPU &
unbinder=$!
ok "a first request is counted" wait_for 5 sh -c "[ \$(cat $devices/$GPU/turnout/request_count) = 1 ]"
ok "a second after ten seconds" wait_for 15 sh -c "[ \$(cat $devices/$GPU/turnout/request_count) = 2 ]"
ok "the policy cannot be changed any more" fails_with "No such device" put $devices/$GPU/turnout/idle_state d0
rm /tmp/held
wait $user $unbinder
ok "unbind ends when the user lets go" test ! -e $devices/$GPU/driver
kill $monitor
