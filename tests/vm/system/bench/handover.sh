# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Giving a GPU away and taking it back, by turnout and by the bare writes of a shell, in turn: tests/bench/handover reads it.
# needs: turnout module
# timeout: 3600

rounds=$(sed -n 's/.*\bturnout\.rounds=\([0-9]*\).*/\1/p' /proc/cmdline)
log=/var/lib/turnout/journal

# What a person without Turnout types, as builtins of this shell; the driver is loaded before.
bare() { # DRIVER, or nothing for the host's
    echo "$1" >$devices/$GPU/driver_override
    echo $GPU >$devices/$GPU/driver/unbind
    echo $GPU >/sys/bus/pci/drivers_probe
}
bare_assign() { bare turnout_vfio_pci; }
bare_release() { bare ""; }
turnout_assign() { turnout assign $GPU --yes; }
turnout_release() { turnout release $GPU --yes; }

now() { echo "${EPOCHREALTIME/./}"; } # microseconds

# The helper's work alone: from the first record of its journal to the last.
steps() {
    local file
    file=$(find $log -name '*.journal' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2)
    stat -c '%.6W %.6Y' "$file" | awk '{ printf "%d\n", ($2 - $1) * 1e6 }'
}

measure() { # WAY VERB DRIVER: one line for the table
    local began ended
    udevadm settle
    began=$(now)
    "$1_$2" >/root/said 2>&1 || return 1
    ended=$(now)
    [[ $(driver_of $GPU) == "$3" ]] || return 1
    echo "bench: $2 $1 $((ended - began))"
    [[ $1 != turnout ]] || echo "bench: $2 steps $(steps)"
}
turn() { # WAY
    measure "$1" assign turnout_vfio_pci && measure "$1" release virtio-pci
}

modprobe turnout_vfio_pci
ok "a first turn, which warms the caches" turn turnout
done=0
while ((done < rounds)); do
    order="bare turnout"
    ((done % 2)) || order="turnout bare"
    for way in $order; do turn $way || break 2; done
    done=$((done + 1))
done
is "rounds" $done "$rounds"
((done == rounds)) || sed 's/^/# /' /root/said
