# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# TAP helpers and the machine's PCI addresses. Each spare GPU and the network card have their own root port; the boot VGA
# is on the root bus.

GPU=0000:01:00.0
GPU2=0000:02:00.0
NIC=0000:03:00.0
NIC_ID=8086:10c9
DISPLAY=0000:04:00.0 # without legacy VGA
AUDIO=0000:04:00.1   # in the same slot
IGD=0000:00:02.0     # the boot VGA, which as_igd turns into a fake IGD
OPREGION=0x18000000  # reserved by memmap= on the command line
OPREGION_TYPE=0x80008086 # PCI vendor type, Intel
PORT=0000:00:10.0
devices=/sys/bus/pci/devices
count=0
failed=0

# ok DESCRIPTION COMMAND...: one check; shows the command's output on failure
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

# fails_with PATTERN COMMAND...: the command must fail and its output match PATTERN
fails_with() {
    pattern=$1
    shift
    if "$@" >/tmp/err 2>&1; then
        echo "did not fail"
        return 1
    fi
    cat /tmp/err
    grep -q "$pattern" /tmp/err
}

put() {
    echo "$2" >"$1"
}

# bind ADDRESS DRIVER: by driver_override, as turnout does
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

# as_igd ASLS DRIVER: turns the boot VGA into an IGD with that ASLS register and binds it
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

# decoding: number of devices that decode legacy VGA, from the arbiter
decoding() {
    dd if=/dev/vga_arbiter bs=200 count=1 2>/dev/null | sed -n 's/^count:\([0-9]*\),.*/\1/p'
}

# mark DIGIT: writes to the power log, to separate the power resource's F and N of different phases
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

# wait_for_release: DEBUG_KOBJECT_RELEASE delays the release of objects, such as a vfio_device, by up to 4 s
wait_for_release() {
    ! debug_kernel || sleep 6
}

# Kernel log lines that report an error in the kernel.
kernel_errors='WARNING:|BUG:|Oops|refcount_t|KASAN|UBSAN|ODEBUG|INFO: (possible|suspicious|trying|task)|possible circular'

no_leak() {
    sleep 6 # kmemleak ignores younger objects
    echo scan >/sys/kernel/debug/kmemleak
    echo scan >/sys/kernel/debug/kmemleak
    cat /sys/kernel/debug/kmemleak
    [ -z "$(cat /sys/kernel/debug/kmemleak)" ]
}

no_kernel_errors() {
    dmesg | grep -E -A 30 "$kernel_errors" | head -n 60
    ! dmesg | grep -qE "$kernel_errors"
}

finish() {
    if debug_kernel; then
        ok "kmemleak finds no leak" no_leak
        # the first error disables lockdep, even if it is not the driver's
        [ -n "${vfio_has_errors:-}" ] || ok "lockdep is still enabled" grep -q 'debug_locks: *1' /proc/lockdep_stats
    fi
    ok "the kernel log has no errors" no_kernel_errors
    echo "1..$count"
    echo "turnout-vm: $((count - failed)) passed, $failed failed"
}
