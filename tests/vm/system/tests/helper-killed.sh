# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The helper is killed and the power is cut during a change; recovery resolves the journal.
# needs: turnout module tools
# timeout: 1800

hold=/sys/module/blocker/parameters/hold
journal=/var/lib/turnout/journal
unfinished() { # the journal of the last change is not closed
    local last
    last=$(find $journal -name '*.journal' | sort | tail -n 1)
    [[ -n $last ]] && ! grep -q '"event":"closed"' "$last"
}
assign_until_blocked() { # the unbind has begun and does not return
    insmod /root/blocker.ko 2>/dev/null
    echo 0 >$hold # the GPU may be bound to it already
    bind $GPU blocker
    echo 1 >$hold
    turnout assign $GPU --yes >/root/output 2>&1 &
    wait_for 60 unfinished && sleep 3
}

case $BOOT in
1)
    ok "a change is in progress" assign_until_blocked
    ok "the helper is killed" systemctl kill --signal=KILL turnout-helper
    ok "the program reports a failure" not wait $!
    sed 's/^/# /' /root/output
    echo 0 >$hold
    ok "recover resolves the change" wait_for 60 turnout recover
    is "the GPU is on its previous driver" "$(driver_of $GPU)" blocker
    ok "the journal is closed" not unfinished
    ok "the GPU can be assigned" turnout assign $GPU --yes
    ok "and released" turnout release $GPU --yes

    ok "another change is in progress" assign_until_blocked
    cut_power
    ;;
2)
    is "turnout-recover.service succeeded at boot" "$(systemctl is-failed turnout-recover.service)" inactive
    ok "the journal is closed" not unfinished
    is "the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
    is "it has no override" "$(cat $devices/$GPU/driver_override)" "(null)"
    ok "the GPU can be assigned" turnout assign $GPU --yes
    ok "and released" turnout release $GPU --yes
    (while true; do turnout assign $GPU --yes && turnout release $GPU --yes; done) >/root/output 2>&1 &
    sleep 7.$((RANDOM % 10))
    cut_power
    ;;
[34])
    ok "after a power cut at a random moment the journal is closed" not unfinished
    is "the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
    ok "the GPU can be assigned" turnout assign $GPU --yes
    ok "and released" turnout release $GPU --yes
    (while true; do turnout assign $GPU --yes && turnout release $GPU --yes; done) >/root/output 2>&1 &
    sleep 7.$((RANDOM % 10))
    cut_power
    ;;
5)
    ok "after the last power cut the journal is closed" not unfinished
    is "the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
    ;;
esac
