# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fails each allocation of bind, open and unbind once: each either succeeds or is undone (debug kernel only).

# errors_in LOG: the kernel's errors, each once, without address and CPU
errors_in() {
    grep -E "$kernel_errors" $1 | sed 's/^\[[^]]*\] //; s/+0x.*//; s/ CPU.*//' | sort -u
}

# faults_of ADDRESS bind|open|unbind: first on vfio-pci, because failed allocations trigger errors in VFIO itself, such as
# the warning in vfio_group_release() after the group's allocation has failed
faults_of() {
    for driver in vfio-pci turnout_vfio_pci; do
        bind $1 $driver
        [ $2 = open ] || unbind $1
        dmesg -c >/dev/null
        faults $1 $2 >/tmp/$driver.faults
        echo "exit $?" >>/tmp/$driver.faults
        sed "s/^/# $driver, /" /tmp/$driver.faults
        dmesg -c >/tmp/$driver.log
        errors_in /tmp/$driver.log >/tmp/$driver.errors
        sed "s/^/# $driver, /" /tmp/$driver.errors
        # shellcheck disable=SC2034 # used by finish()
        [ ! -s /tmp/vfio-pci.errors ] || vfio_has_errors=yes
        unbind $1
    done
    ok "$1: $2 survives each failed allocation" grep -q '^exit 0' /tmp/turnout_vfio_pci.faults
    ok "$1: $2 logs no errors beyond those with vfio-pci" \
        sh -c "! grep -vxFf /tmp/vfio-pci.errors /tmp/turnout_vfio_pci.errors"
}

if [ -e /sys/kernel/debug/failslab ]; then
    echo N >/sys/kernel/debug/failslab/ignore-gfp-wait
    echo 0 >/sys/kernel/debug/failslab/verbose
    modprobe turnout_vfio_pci
    unbind $IGD
    opregion 2.1-vbt-apart $OPREGION /tmp/expected
    as_igd $OPREGION turnout_vfio_pci
    for address in $GPU $IGD; do
        for what in bind open unbind; do faults_of $address $what; done
        # device_del() allocates to remove the device node; if that failed, the stale node remains
        rm -f /dev/vfio/$(basename "$(readlink $devices/$address/iommu_group)")
        ok "$address: binds afterwards" bind $address turnout_vfio_pci
        ok "$address: opens afterwards" vfiouser $address describe
    done
else
    echo "# skipped: this kernel has no fault injection"
fi
