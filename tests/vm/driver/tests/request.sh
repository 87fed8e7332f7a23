# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Requests to release the device: eventfd, uevent and counter work, and unbind finishes once the user closes it.

modprobe turnout_vfio_pci
bind $GPU turnout_vfio_pci
uevent sh -c '[ -n "$TURNOUT_EVENT" ] && echo "$TURNOUT_EVENT $TURNOUT_COUNT" >>/tmp/uevents' &
monitor=$!
sleep 1

vfiouser $GPU request /tmp/open >/tmp/user &
user=$!
wait_for 10 test -e /tmp/open
ok "unbind finishes" unbind $GPU
wait $user
is "the request eventfd fires" "$(cat /tmp/user)" "request received"
is "the uevents arrive in order" "$(tr '\n' ';' </tmp/uevents)" "open 1;request 1;close 1;"

# A user that ignores requests: they repeat, and the attributes stay readable until it closes the device.
bind $GPU turnout_vfio_pci
vfiouser $GPU hold /tmp/open &
user=$!
wait_for 10 test -e /tmp/open
unbind $GPU &
unbinder=$!
ok "the first request is counted" wait_for 5 sh -c "[ \$(cat $devices/$GPU/turnout/request_count) = 1 ]"
ok "a second request follows after ten seconds" wait_for 15 sh -c "[ \$(cat $devices/$GPU/turnout/request_count) = 2 ]"
ok "writing a policy fails during unbind" fails_with "No such device" put $devices/$GPU/turnout/idle_state d0
rm /tmp/open
wait $user $unbinder
ok "unbind finishes once the user closes the device" test ! -e $devices/$GPU/driver
kill $monitor
