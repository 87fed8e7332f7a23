# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program assigns and releases a GPU fifty times over the real system bus; an unauthorized user is refused.
# needs: turnout module
# timeout: 3600

unprivileged() { (cd /tmp && setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp "$@"); }
settings() { # of both GPUs, those that a handover changes
    local address
    for address in $GPU $GPU2; do
        echo "$address $(driver_of $address) override $(cat $devices/$address/driver_override) power $(cat $devices/$address/power/control)"
    done
}

is "the two GPUs are the same model" "$(cat $devices/$GPU/modalias)" "$(cat $devices/$GPU2/modalias)"
settings >/root/before
sed 's/^/# /' /root/before

ok "the plan selects our driver" sh -c "turnout plan assign $GPU | grep turnout_vfio_pci"
ok "an unauthorized user is refused" fails_with "Permission was denied" unprivileged turnout assign $GPU --yes
ok "the GPUs are unchanged" sh -c "$(declare -f settings driver_of); devices=$devices GPU=$GPU GPU2=$GPU2; settings | diff /root/before -"

handover() { # assigns and releases, and checks both
    turnout assign $GPU --yes >/root/output 2>&1 && [[ $(driver_of $GPU) == turnout_vfio_pci ]] || return 1
    [[ $(driver_of $GPU2) == virtio-pci ]] || return 1
    turnout release $GPU --yes >/root/output 2>&1 && settings | diff /root/before - >>/root/output
}
turns=0
while ((turns < 50)) && handover; do turns=$((turns + 1)); done
is "fifty handovers and returns succeed" $turns 50
((turns == 50)) || sed 's/^/# /' /root/output

ok "the system journal has each with verb, address and user" \
    test "$(journalctl -b --no-pager | grep -c "turnout-worker.*: assign $GPU by uid 0: done")" = 50
ok "no operation is interrupted" turnout recover

# Polkit answers with an error that never reaches KAuth.
unprivileged busctl --timeout=5 call org.turnout.helper / org.kde.kf6auth performAction "saya{sv}aya{sh}" org.turnout.helper.nonsense 0 0 0 0 >/dev/null 2>&1
ok "a request for an unknown action does not block the helper" timeout 120 turnout recover
