# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Bind and unbind 200 times, and remove and rescan, with a user that opens and closes all the while.

modprobe turnout_vfio_pci
bind $GPU turnout_vfio_pci
vfiouser $GPU cycle /tmp/cycling >/tmp/cycles &
user=$!

turns() {
    turn=0
    while [ $turn -lt 200 ]; do
        turn=$((turn + 1))
        if [ $((turn % 20)) = 0 ]; then
            echo "# turn $turn"
            echo 1 >$devices/$GPU/remove
            echo 1 >$devices/$PORT/rescan
        fi
        bind $GPU turnout_vfio_pci || return 1
        cat $devices/$GPU/turnout/* >/dev/null
        put $devices/$GPU/turnout/idle_state d3hot
        put $devices/$GPU/turnout/idle_state d0
        put $devices/$GPU/turnout/vga_access off || true
        # Opening takes that kernel longer than one turn, and shall succeed at times.
        ! debug_kernel || [ $((turn % 10)) != 5 ] || sleep 3
    done
}
turns >/dev/console
is "200 turns" "$turn" 200
rm /tmp/cycling
wait $user
enough=50
! debug_kernel || enough=10
ok "the user got the device $(cat /tmp/cycles) times meanwhile, $enough at least" test "$(cat /tmp/cycles)" -ge $enough
unbind $GPU
released # by VFIO itself, whose last reference runs code of the module
ok "the module can be unloaded afterwards" rmmod turnout_vfio_pci
