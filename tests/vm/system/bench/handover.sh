# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Assigns and releases a GPU in turn with turnout and with the bare writes of a shell. tests/bench/handover reads the output.
# needs: turnout module
# timeout: 3600

rounds=$(sed -n 's/.*\bturnout\.rounds=\([0-9]*\).*/\1/p' /proc/cmdline)
log=/run/turnout/journal

# The manual way, with shell builtins; the driver is already loaded.
bare() { # DRIVER, or empty for the host's
    echo "$1" >$devices/$GPU/driver_override
    echo $GPU >$devices/$GPU/driver/unbind
    echo $GPU >/sys/bus/pci/drivers_probe
}
bare_assign() { bare turnout_vfio_pci; }
bare_release() { bare ""; }
turnout_assign() { turnout assign $GPU --yes; }
turnout_release() { turnout release $GPU --yes; }

now() { echo "${EPOCHREALTIME/./}"; } # microseconds

# The helper's work only: from the first record of its journal to the last.
steps() {
    local file
    file=$(find $log -name '*.journal' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2)
    stat -c '%.6W %.6Y' "$file" | awk '{ printf "%d\n", ($2 - $1) * 1e6 }'
}

measure() { # METHOD VERB DRIVER: one line for the table
    local began ended
    udevadm settle
    began=$(now)
    "$1_$2" >/root/output 2>&1 || return 1
    ended=$(now)
    [[ $(driver_of $GPU) == "$3" ]] || return 1
    echo "bench: $2 $1 $((ended - began))"
    [[ $1 != turnout ]] || echo "bench: $2 steps $(steps)"
}
turn() { # METHOD
    measure "$1" assign turnout_vfio_pci && measure "$1" release virtio-pci
}

modprobe turnout_vfio_pci
ok "a first turn warms the caches" turn turnout
done=0
while ((done < rounds)); do
    order="bare turnout"
    ((done % 2)) || order="turnout bare"
    for method in $order; do turn $method || break 2; done
    done=$((done + 1))
done
is "all rounds succeed" $done "$rounds"
((done == rounds)) || sed 's/^/# /' /root/output
