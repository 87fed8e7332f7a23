# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# TAP and the machine's names. Spare GPUs and the network card sit behind root ports of their own, the boot VGA on the
# root bus.

GPU=0000:01:00.0
GPU2=0000:02:00.0
NIC=0000:03:00.0
NIC_ID=8086:10c9
DISPLAY=0000:04:00.0 # without legacy VGA
AUDIO=0000:04:00.1   # in the same slot
IGD=0000:00:02.0     # the boot VGA, once as_igd has made it one
OPREGION=0x18000000  # kept out of the kernel's hands by memmap= on the command line
OPREGION_TYPE=0x80008086 # PCI vendor type, Intel
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

refuses_to_bind() {
    ! bind "$1" "$2"
}

unbind() {
    [ -e $devices/$1/driver ] && echo "$1" >$devices/$1/driver/unbind
    return 0
}

driver_of() {
    basename "$(readlink $devices/$1/driver)"
}

# as_igd ASLS DRIVER: the boot VGA becomes an IGD with that register, bound to that driver
as_igd() {
    unbind $IGD
    rmmod fake_igd 2>/dev/null
    modprobe fake_igd asls=$1
    echo 1 >$devices/$IGD/remove
    echo 1 >/sys/bus/pci/rescan
    bind $IGD $2
}

turnout() {
    cat $devices/$1/turnout/$2
}

# decoding: how many devices take part in legacy VGA arbitration
decoding() {
    dd if=/dev/vga_arbiter bs=200 count=1 2>/dev/null | sed -n 's/^count:\([0-9]*\),.*/\1/p'
}

# mark DIGIT: in the power log, which the power resource writes with F and N; so it shows what happened between two
mark() {
    printf %s "$1" | dd of=/dev/port bs=1 seek=1264 count=1 conv=notrunc 2>/dev/null
}

state() {
    cat $devices/$GPU/power_state
}

status_is() {
    [ "$(cat $devices/$GPU/power/runtime_status)" = "$1" ]
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

debug_kernel() {
    [ -e /sys/kernel/debug/kmemleak ]
}

# DEBUG_KOBJECT_RELEASE keeps what a driver has let go, such as its vfio_device, for up to 4 s more.
released() {
    ! debug_kernel || sleep 6
}

# What the kernel says when it has found a mistake in itself.
mistakes='WARNING:|BUG:|Oops|refcount_t|KASAN|UBSAN|ODEBUG|INFO: (possible|suspicious|trying|task)|possible circular'

no_leak() {
    sleep 6 # younger objects are not looked at
    echo scan >/sys/kernel/debug/kmemleak
    echo scan >/sys/kernel/debug/kmemleak
    cat /sys/kernel/debug/kmemleak
    [ -z "$(cat /sys/kernel/debug/kmemleak)" ]
}

no_mistake() {
    dmesg | grep -E -A 30 "$mistakes" | head -n 60
    ! dmesg | grep -qE "$mistakes"
}

finish() {
    if debug_kernel; then
        ok "nothing has leaked" no_leak
        # the first mistake ends lockdep, whoever has made it
        [ -n "${kernel_errs:-}" ] || ok "lockdep has watched all the time" grep -q 'debug_locks: *1' /proc/lockdep_stats
    fi
    ok "the kernel log has no warning" no_mistake
    echo "1..$count"
    echo "turnout-vm: $((count - failed)) passed, $failed failed"
}
