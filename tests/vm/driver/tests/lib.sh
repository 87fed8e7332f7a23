# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# TAP and the machine's names. The two spare GPUs sit behind root ports of their own, the boot VGA on the root bus.

GPU=0000:01:00.0
GPU2=0000:02:00.0
PORT=0000:00:10.0
devices=/sys/bus/pci/devices
count=0
failed=0

# ok DESCRIPTION COMMAND...: one test; the command's output is shown when it fails
ok() {
    count=$((count + 1))
    text=$1
    shift
    if "$@" >/tmp/out 2>&1; then
        echo "ok $count - $text"
    else
        failed=$((failed + 1))
        echo "not ok $count - $text"
        sed 's/^/# /' /tmp/out
    fi
}

# is DESCRIPTION GOT EXPECTED
is() {
    ok "$1" same "$2" "$3"
}

same() {
    echo "got '$1', expected '$2'"
    [ "$1" = "$2" ]
}

# fails_with WORDS COMMAND...: it fails, and says WORDS
fails_with() {
    words=$1
    shift
    if "$@" >/tmp/err 2>&1; then
        echo "did not fail"
        return 1
    fi
    cat /tmp/err
    grep -q "$words" /tmp/err
}

put() {
    echo "$2" >"$1"
}

# bind ADDRESS DRIVER, by driver_override as the product does it
bind() {
    unbind "$1"
    echo "$2" >$devices/$1/driver_override
    echo "$1" >/sys/bus/pci/drivers_probe
    [ "$(driver_of "$1")" = "$2" ]
}

unbind() {
    [ -e $devices/$1/driver ] && echo "$1" >$devices/$1/driver/unbind
    return 0
}

driver_of() {
    basename "$(readlink $devices/$1/driver)"
}

turnout() {
    cat $devices/$1/turnout/$2
}

# wait_for SECONDS COMMAND...
wait_for() {
    left=$(($1 * 20))
    shift
    while ! "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        usleep 50000
    done
}

finish() {
    if dmesg | grep -E 'WARNING:|BUG:|Oops|refcount_t|possible circular|KASAN' >/tmp/warnings; then
        ok "the kernel log has no warning" false
        dmesg | grep -A 30 -E 'WARNING:|BUG:|Oops|refcount_t|possible circular|KASAN' | sed 's/^/# /' | head -n 60
    else
        ok "the kernel log has no warning" true
    fi
    echo "1..$count"
    echo "turnout-vm: $((count - failed)) passed, $failed failed"
}
