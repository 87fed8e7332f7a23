# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The helper is killed, and the machine loses its power, in the midst of a change: the next start resolves the journal.
# needs: turnout module tools
# timeout: 1800

hold=/sys/module/blocker/parameters/hold
journal=/var/lib/turnout/journal
unfinished() { # whether the last change is still open
    local last
    last=$(find $journal -name '*.journal' | sort | tail -n 1)
    [[ -n $last ]] && ! grep -q '"event":"closed"' "$last"
}
assign_to_the_midst() { # the unbind has begun and does not come back
    insmod /root/blocker.ko 2>/dev/null
    echo 0 >$hold # the GPU may be with it already
    bind $GPU blocker
    echo 1 >$hold
    turnout assign $GPU --yes >/root/said 2>&1 &
    wait_for 60 unfinished && sleep 3
}

case $BOOT in
1)
    ok "a change is in its midst" assign_to_the_midst
    ok "its helper is killed" systemctl kill --signal=KILL turnout-helper
    ok "the program does not call that a success" not wait $!
    sed 's/^/# /' /root/said
    echo 0 >$hold
    ok "recover resolves it" wait_for 60 turnout recover
    is "the GPU is where it was" "$(driver_of $GPU)" blocker
    ok "the journal is closed" not unfinished
    ok "and a change goes through" turnout assign $GPU --yes
    ok "and back" turnout release $GPU --yes

    ok "the next change is in its midst" assign_to_the_midst
    boot_after_power_cut
    ;;
2)
    is "at boot the unit resolves it" "$(systemctl is-failed turnout-recover.service)" inactive
    ok "the journal is closed" not unfinished
    is "the GPU is with the host" "$(driver_of $GPU)" virtio-pci
    is "without an override" "$(cat $devices/$GPU/driver_override)" "(null)"
    ok "a change goes through" turnout assign $GPU --yes
    ok "and back" turnout release $GPU --yes
    (while true; do turnout assign $GPU --yes && turnout release $GPU --yes; done) >/root/said 2>&1 &
    sleep 7.$((RANDOM % 10))
    boot_after_power_cut
    ;;
[34])
    ok "after a power cut at any moment the journal is closed" not unfinished
    is "the GPU is with the host" "$(driver_of $GPU)" virtio-pci
    ok "a change goes through" turnout assign $GPU --yes
    ok "and back" turnout release $GPU --yes
    (while true; do turnout assign $GPU --yes && turnout release $GPU --yes; done) >/root/said 2>&1 &
    sleep 7.$((RANDOM % 10))
    boot_after_power_cut
    ;;
5)
    ok "and once more" not unfinished
    is "the GPU is with the host" "$(driver_of $GPU)" virtio-pci
    ;;
esac
