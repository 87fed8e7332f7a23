# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program gives a GPU to VFIO and takes it back, fifty times, over the real system bus; nobody may without being asked.
# needs: turnout module
# timeout: 3600

as_nobody() { (cd /tmp && setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp "$@"); }
facts() { # of both GPUs: what a handover changes
    local address
    for address in $GPU $GPU2; do
        echo "$address $(driver_of $address) override $(cat $devices/$address/driver_override) power $(cat $devices/$address/power/control)"
    done
}

is "the two GPUs are of the same make" "$(cat $devices/$GPU/modalias)" "$(cat $devices/$GPU2/modalias)"
facts >/root/before
sed 's/^/# /' /root/before

ok "the plan names our driver" sh -c "turnout plan assign $GPU | grep turnout_vfio_pci"
ok "nobody is refused" fails_with "permission was not given" as_nobody turnout assign $GPU --yes
ok "and nothing has changed" sh -c "$(declare -f facts driver_of); devices=$devices GPU=$GPU GPU2=$GPU2; facts | diff /root/before -"

handover() { # whether one turn is as it must be
    turnout assign $GPU --yes >/root/said 2>&1 && [[ $(driver_of $GPU) == turnout_vfio_pci ]] || return 1
    [[ $(driver_of $GPU2) == virtio-pci ]] || return 1
    turnout release $GPU --yes >/root/said 2>&1 && facts | diff /root/before - >>/root/said
}
turns=0
while ((turns < 50)) && handover; do turns=$((turns + 1)); done
is "fifty handovers there and back" $turns 50
((turns == 50)) || sed 's/^/# /' /root/said

ok "each is in the system journal, with verb, address and user" \
    test "$(journalctl -b --no-pager | grep -c "org.turnout.helper.*: assign $GPU by uid 0 or a caller that has left: done")" = 50
ok "nothing is left to recover" turnout recover

# Polkit answers with an error, of which KAuth never hears.
as_nobody busctl --timeout=5 call org.turnout.helper / org.kde.kf6auth performAction "saya{sv}aya{sh}" org.turnout.helper.nonsense 0 0 0 0 >/dev/null 2>&1
ok "who asks for what is no verb does not keep the helper from others" timeout 120 turnout recover
