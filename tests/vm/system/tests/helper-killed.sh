# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The service is flooded, crashed, killed and out of memory during a change, which goes on; the worker is killed and the power is cut.
# needs: turnout module tools
# timeout: 1800

hold=/sys/module/blocker/parameters/hold
journal=/run/turnout/journal
unprivileged() { (cd /tmp && setpriv --reuid=65534 --regid=65534 --clear-groups "$@"); }
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
    client=$!
    wait_for 60 unfinished && sleep 2
}
service_pid() { systemctl show -P MainPID turnout-helper; }
service_has_ended() { [[ $(service_pid) != "$service" ]]; }

flood() { unprivileged bus-attack flood 12 30; } # more than MemoryMax=
crash() { unprivileged bus-attack nested 100000; }
kill_it() { systemctl kill --signal=KILL turnout-helper; }
out_of_memory() {
    systemctl set-property --runtime turnout-helper MemoryMax=2M
    unprivileged bus-attack flood 2 8
    wait_for 60 service_has_ended
    systemctl set-property --runtime turnout-helper MemoryMax=256M
}

case $BOOT in
1)
    ok "nested lists crash the service before polkit is asked" unprivileged bus-attack nested 100000
    ok "the crash starts no recovery" not systemctl is-active turnout-recover
    for attack in flood crash kill_it out_of_memory; do
        ok "$attack: a change is in progress" assign_until_blocked
        service=$(service_pid)
        $attack >/root/attack 2>&1 &
        attacker=$!
        sleep 5
        echo 0 >$hold
        ok "$attack: the client learns that the change succeeded" wait $client
        wait $attacker
        ok "$attack: the service ended" wait_for 60 service_has_ended
        sed 's/^/# /' /root/output
        is "$attack: the GPU is on our driver" "$(driver_of $GPU)" turnout_vfio_pci
        ok "$attack: the journal is closed" not unfinished
        systemctl revert turnout-helper
        ok "$attack: the GPU can be released" wait_for 120 turnout release $GPU --yes # what the bus has left may end another service
    done

    ok "a change is in progress" assign_until_blocked
    ok "the worker is killed" systemctl kill --signal=KILL 'turnout-worker@*.service'
    ok "turnout-recover.service runs" wait_for 60 sh -c 'journalctl -b -u turnout-recover | grep "recover: interrupted assign"'
    echo 0 >$hold
    ok "the program reports a failure" not wait $client
    sed 's/^/# /' /root/output
    ok "recover resolves the change" wait_for 60 turnout recover
    is "the GPU is on its previous driver" "$(driver_of $GPU)" blocker
    ok "the journal is closed" not unfinished
    ok "the GPU can be assigned" turnout assign $GPU --yes
    ok "and released" turnout release $GPU --yes

    ok "another change is in progress" assign_until_blocked
    cut_power
    ;;
[234])
    ok "after a power cut there is no journal" sh -c "! ls $journal/*.journal"
    is "the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
    is "it has no override" "$(cat $devices/$GPU/driver_override)" "(null)"
    ok "the GPU can be assigned" turnout assign $GPU --yes
    ok "and released" turnout release $GPU --yes
    (while true; do turnout assign $GPU --yes && turnout release $GPU --yes; done) >/root/output 2>&1 &
    sleep 7.$((RANDOM % 10))
    cut_power
    ;;
5)
    is "after the last power cut the GPU is on the host's driver" "$(driver_of $GPU)" virtio-pci
    ;;
esac
