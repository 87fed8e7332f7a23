# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Binds and unbinds 200 times, with removes and rescans, while a user opens and closes the device.

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
        # Open takes longer than a turn on the debug kernel; let some succeed.
        ! debug_kernel || [ $((turn % 10)) != 5 ] || sleep 3
    done
}
turns >/dev/console
is "200 turns" "$turn" 200
rm /tmp/cycling
wait $user
enough=50
! debug_kernel || enough=10
ok "the user opened the device $(cat /tmp/cycles) times, at least $enough" test "$(cat /tmp/cycles)" -ge $enough
unbind $GPU
wait_for_release # VFIO's last reference calls into the module
ok "the module unloads afterwards" rmmod turnout_vfio_pci
